// The numbers both ends of the wire agree on. Settings with an environment variable start from
// these.

export const limits = {
  /** Characters (code points) and UTF-8 bytes of a message body. */
  bodyCharacters: 4_000,
  bodyBytes: 16 * 1024,
  /** Bytes of a frame from a client, and how deeply its JSON may nest. */
  frameBytes: 32 * 1024,
  frameDepth: 8,
  /**
   * Bytes of a frame to a client: API Gateway's message limit is 128 KB; the rest is for the
   * envelope.
   */
  outgoingFrameBytes: 120 * 1024,
  nameCharacters: 32,
  titleCharacters: 80,
  cidCharacters: 64,
  membersInRoom: 1_000,
  connectionsOfMember: 10,
  roomsOfConnection: 20,
  /** Messages of one connection, of one member by all its connections, and of a whole room. */
  messages: {
    connection: { perSecond: 10, burst: 20 },
    member: { perSecond: 20, burst: 40 },
    room: { perSecond: 300, burst: 600 },
  },
  /** What else one connection asks: joins, typing, history. */
  requests: { perSecond: 10, burst: 60 },
  /** Refusals for rate in a row before the connection is closed with 1008. */
  refusalsBeforeClose: 10,
  roomsPerAddress: 10,
  roomsPerAddressSeconds: 600,
  kickedMembers: 200,
  slowSeconds: { max: 600 },
  usesOfLink: { max: 1_000 },
  /**
   * Bytes of a word list, or of a sample, in a request; lines of a sample, and how many of them are
   * told; changes told of a list.
   */
  listBytes: 5 * 1024 * 1024,
  sampleLines: 10_000,
  sampleLinesTold: 200,
  historyOfList: 200,
  /**
   * Changes told in a message's filter receipt: with all of them the answer might not fit a frame.
   */
  changesTold: 100,
  listsOfRoom: 20,
  /** Seconds that a REST call may wait for messages. */
  waitSeconds: { max: 25 },
  roomSeconds: { default: 600, min: 60, max: 3_600 },
  capacity: { default: 200, max: 1_000 },
  historyPage: { default: 50, max: 200 },
} as const;
