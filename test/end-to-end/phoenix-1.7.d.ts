// The 1.7 client under its alias: the same interface as 1.8, except `authToken`.

declare module 'phoenix-1.7' {
  export { Channel, Presence, Socket } from 'phoenix';
}
