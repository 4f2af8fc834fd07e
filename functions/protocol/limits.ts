// The limits that clients see, read by both ends of the wire. Settings with an environment variable
// start from these.

export const limits = {
  /** A message's body: code points, and UTF-8 bytes. */
  maxBodyCharacters: 4_000,
  maxBodyBytes: 16 * 1024,
  /** A client's frame: bytes, and the depth of its JSON. */
  maxFrameBytes: 32 * 1024,
  maxFrameDepth: 8,
  /** A frame to a client. API Gateway allows 128 KB; the rest is for the envelope. */
  maxOutgoingFrameBytes: 120 * 1024,
  maxNameCharacters: 32,
  maxTitleCharacters: 80,
  maxCidCharacters: 64,
  maxMembersPerRoom: 1_000,
  /** Names that one token has at a time over HTTP. */
  maxNamesPerToken: 5,
  /** Members of a room who post over HTTP. The other places are for people. */
  maxBotsPerRoom: 100,
  maxConnectionsPerMember: 10,
  maxRoomsPerConnection: 20,
  /** Messages of one connection, of one member on all its connections, and of a whole room. */
  messageRates: {
    connection: { perSecond: 10, burst: 20 },
    member: { perSecond: 20, burst: 40 },
    room: { perSecond: 300, burst: 600 },
  },
  /**
   * The filter's work for the messages of one member, and of a room: steps, and one for each
   * character. A message of ordinary talk takes some hundreds, a page of code 10,000.
   */
  filterWork: {
    member: { perSecond: 100_000, burst: 500_000 },
    room: { perSecond: 3_000_000, burst: 30_000_000 },
  },
  /** HTTP requests of one token and of one address, counted before their bodies are read. */
  httpRates: {
    token: { perSecond: 20, burst: 120 },
    address: { perSecond: 40, burst: 240 },
  },
  /** Tokens that one token issues. */
  tokenRate: { perSecond: 1, burst: 20 },
  /** HTTP requests of one token, and in one room, that wait for messages at a time. */
  maxPollsPerToken: 10,
  maxPollsPerRoom: 100,
  /** The body of an HTTP request: of word lists, and of all others. */
  maxListRequestBytes: 6 * 1024 * 1024,
  maxRequestBytes: 64 * 1024,
  /** A connection's other requests: joins, typing, history. */
  requestRate: { perSecond: 10, burst: 60 },
  /**
   * All frames of a connection, counted before they are read. Faster connections are closed with
   * 1008, without a reply.
   */
  frameRate: { perSecond: 40, burst: 160 },
  /** Consecutive rate refusals after which a connection is closed with 1008. */
  maxConsecutiveRefusals: 10,
  maxRoomsPerAddress: 10,
  roomsPerAddressWindowSeconds: 600,
  maxKickedMembers: 200,
  maxLinkUses: 1_000,
  maxLinkReplacements: 50,
  /** Bytes of a word list, or of a sample, in a request. */
  maxListBytes: 5 * 1024 * 1024,
  maxSampleLines: 10_000,
  /** The filter's work for a sample: about half a second. */
  maxSampleSteps: 50_000_000,
  /** Lines of a sample that a response reports. */
  maxSampleResults: 200,
  /** Changes that a word list's history reports. */
  maxListHistoryEntries: 200,
  /** Changes that a filter receipt reports. All of them might not fit a frame. */
  maxReportedChanges: 100,
  maxListsPerRoom: 20,
  /** How long an HTTP call may wait for messages. */
  maxWaitSeconds: 25,
  roomSeconds: { default: 600, min: 60, max: 3_600 },
  /** Messages that a room keeps. */
  capacity: { default: 200, max: 1_000 },
  /** Slow mode: seconds between two messages of one member. 0: off. */
  slowSeconds: { default: 0, max: 600 },
  historyPageMessages: { default: 50, max: 200 },
} as const;
