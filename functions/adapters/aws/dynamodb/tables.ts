// The three tables as plain data, for the CDK stack and the local engine. The files that write the
// items describe them.

/** `room` + `item`: the room itself, its subscriptions, names and log batches. */
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
 * `list` + `item`: versions of the word lists and their history. With a ttl: counters, compiled
 * forms, and versions whose writer came too late.
 */
export const listsTable = {
  partitionKey: 'list',
  sortKey: 'item',
  ttl: 'ttl',
} as const;
