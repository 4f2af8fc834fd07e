// The three tables as plain data: the CDK stack and the local engine both create them from it.
// Which items stand in them is told by the files that write them: room-item, seats, names, log,
// connection-store, quotas.

/** `room` + `item`: the room itself, its seats, names and log batches. */
export const roomsTable = {
  partitionKey: 'room',
  sortKey: 'item',
  ttl: 'ttl',
} as const;

/** `id`: a connection, or a quota's window. */
export const connectionsTable = {
  partitionKey: 'id',
  ttl: 'ttl',
} as const;

/**
 * `list` + `item`: versions of the word lists, how they came to be, and, with a ttl, counters,
 * compiled forms and what a writer wrote who came too late.
 */
export const listsTable = {
  partitionKey: 'list',
  sortKey: 'item',
  ttl: 'ttl',
} as const;
