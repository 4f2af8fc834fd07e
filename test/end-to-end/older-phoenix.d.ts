// The older clients under their aliases: the same interface as 1.8, except `authToken`.

declare module 'phoenix-1.5' {
  import type { Channel, Presence, Socket } from 'phoenix';
  // CommonJS, whose names Node does not find.
  const phoenix: {
    readonly Channel: typeof Channel;
    readonly Presence: typeof Presence;
    readonly Socket: typeof Socket;
  };
  export default phoenix;
}

declare module 'phoenix-1.6' {
  export { Channel, Presence, Socket } from 'phoenix';
}

declare module 'phoenix-1.7' {
  export { Channel, Presence, Socket } from 'phoenix';
}
