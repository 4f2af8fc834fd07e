// The 1.7 client under its alias: same interface as 1.8, but for `authToken`.

declare module 'phoenix-1.7' {
  export { Channel, Presence, Socket } from 'phoenix';
}
