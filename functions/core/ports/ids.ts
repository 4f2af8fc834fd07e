// The names of things that a store keeps, each of a type of its own, so that none is taken for
// another: rooms, connections, members. How they are drawn is the core's business.

export type RoomId = string & { readonly __brand: 'RoomId' };
export type ConnectionId = string & { readonly __brand: 'ConnectionId' };
export type MemberId = string & { readonly __brand: 'MemberId' };
