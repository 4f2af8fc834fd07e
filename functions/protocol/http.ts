// The HTTP API, declared once: every route with its scope, request and responses.
// The server, both local engines, the CDK stack and all clients read this table.
// Clients import its types only, and request-target.ts: so no schema is bundled with them.

import type * as v from 'valibot';
import { CreateRoom } from './events.ts';
import {
  CreateToken,
  CreatedRoom,
  CreatedToken,
  EditList,
  Health,
  ListChanged,
  ListContent,
  ListEdited,
  ListHistory,
  ListPut,
  ListSummaries,
  ListsQuery,
  MessagesPage,
  MessagesQuery,
  PostMessage,
  PublishedKeys,
  PutListQuery,
  ReadListQuery,
  RollBack,
  RoomDefaults,
  RoomLinks,
  RoomWithMembers,
  SentSchema,
  TriedSample,
  TriedText,
  TrySample,
  TryText,
  WholeList,
} from './http-schemas.ts';

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** `any`: every token of the room. Null: no token is needed. */
type RouteScope = 'any' | 'send' | 'receive' | 'moderate' | 'filters:read' | 'filters:write' | null;

interface Route {
  readonly description: string;
  readonly scope: RouteScope;
  /** The query string. Absent: the route reads none. */
  readonly query?: v.GenericSchema;
  /** The JSON body of the request. Absent: the route reads none. */
  readonly body?: v.GenericSchema;
  /** The JSON body of a success, by status. Failures are `ProblemDocument`s. */
  readonly responses: Readonly<Partial<Record<200 | 201 | 202, v.GenericSchema>>>;
  /** The query's `format` may choose CSV or plain text instead of JSON, for both bodies. */
  readonly hasTextFormats?: true;
}

/**
 * Every route, by its method and path as API Gateway writes them: `{name}` is one path segment.
 * Of two routes that match a path, the first one listed applies.
 */
export const httpApi = {
  'POST /api/rooms': {
    description: 'Creates a room and its three links. Limited per address.',
    scope: null,
    body: CreateRoom,
    responses: { 201: CreatedRoom },
  },
  'GET /api/rooms/{id}': {
    description: 'Returns the room, its clock and its members.',
    scope: 'any',
    responses: { 200: RoomWithMembers },
  },
  'POST /api/rooms/{id}/messages': {
    description: 'Sends a message. Idempotent with a `cid`.',
    scope: 'send',
    body: PostMessage,
    responses: { 202: SentSchema },
  },
  'GET /api/rooms/{id}/messages': {
    description: 'Returns messages. Waits up to `wait` seconds for new ones.',
    scope: 'receive',
    query: MessagesQuery,
    responses: { 200: MessagesPage },
  },
  'POST /api/rooms/{id}/tokens': {
    description: 'Creates a token, and its link, that allows no more than the one used.',
    scope: 'any',
    body: CreateToken,
    responses: { 201: CreatedToken },
  },
  'POST /api/rooms/{id}/links': {
    description: "Replaces the room's links. Nobody new can join with the old ones.",
    scope: 'moderate',
    responses: { 200: RoomLinks },
  },
  'GET /.well-known/jwks.json': {
    description: 'Returns the public keys that verify tokens.',
    scope: null,
    responses: { 200: PublishedKeys },
  },
  'GET /api/health': {
    description: 'Reports that the server answers.',
    scope: null,
    responses: { 200: Health },
  },
  'GET /api/settings': {
    description: 'Returns the defaults and the choices for a new room.',
    scope: null,
    responses: { 200: RoomDefaults },
  },
  'GET /api/filters': {
    description: 'Returns all word lists without their entries.',
    scope: 'filters:read',
    query: ListsQuery,
    responses: { 200: ListSummaries },
  },
  'POST /api/filters/test': {
    description: 'Filters a text with the active lists, or with a draft.',
    scope: 'filters:read',
    body: TryText,
    responses: { 200: TriedText },
  },
  'POST /api/filters/dry-run': {
    description: 'Compares what the active lists and a draft catch in a sample.',
    scope: 'filters:read',
    body: TrySample,
    responses: { 200: TriedSample },
  },
  'GET /api/filters/{list}': {
    description: 'Returns a list, or one of its old versions.',
    scope: 'filters:read',
    query: ReadListQuery,
    responses: { 200: ListContent },
    hasTextFormats: true,
  },
  'PUT /api/filters/{list}': {
    description: 'Creates or replaces a list. Needs If-Match, or If-None-Match: *.',
    scope: 'filters:write',
    query: PutListQuery,
    body: WholeList,
    responses: { 200: ListPut, 201: ListPut },
    hasTextFormats: true,
  },
  'PATCH /api/filters/{list}': {
    description: 'Adds entries to a list, removes some, or changes its settings.',
    scope: 'filters:write',
    body: EditList,
    responses: { 200: ListEdited },
  },
  'DELETE /api/filters/{list}': {
    description: 'Deletes a list. Its history stays.',
    scope: 'filters:write',
    responses: { 200: ListChanged },
  },
  'GET /api/filters/{list}/history': {
    description: 'Returns the changes to a list, newest first.',
    scope: 'filters:read',
    responses: { 200: ListHistory },
  },
  'POST /api/filters/{list}/rollback': {
    description: 'Restores an old version of a list as its newest.',
    scope: 'filters:write',
    body: RollBack,
    responses: { 200: ListChanged },
  },
} as const satisfies Readonly<Record<`${Method} /${string}`, Route>>;

/** Such as `GET /api/rooms/{id}`. */
export type RouteKey = keyof typeof httpApi;

/** The preflight requests of browsers (Fetch Standard, "CORS protocol"). */
export const preflightRoute = 'OPTIONS /api/{proxy+}';
/** All requests that no other route matches. They get a problem document, too. */
export const unmatchedRoute = 'ANY /api/{proxy+}';

// Types of one route's requests and responses.

type ReadonlyDeep<T> = T extends object ? { readonly [Key in keyof T]: ReadonlyDeep<T[Key]> } : T;
type Input<Schema> = Schema extends v.GenericSchema ? ReadonlyDeep<v.InferInput<Schema>> : never;
type Member<T, Key extends string> = T extends Readonly<Record<Key, infer Value>> ? Value : never;
/** The names in braces of a path, as a union. */
export type ParameterIn<Path> = Path extends `${string}{${infer Name}}${infer Rest}`
  ? Name | ParameterIn<Rest>
  : never;

/** The names in braces: `id` for `GET /api/rooms/{id}`. */
export type RouteParameters<Key extends RouteKey> = Readonly<Record<ParameterIn<Key>, string>>;

/** The query's names. Values are written as text. */
export type RouteQuery<Key extends RouteKey> = (typeof httpApi)[Key] extends {
  readonly query: { readonly entries: infer Entries };
}
  ? Readonly<Partial<Record<keyof Entries, string | number | boolean | undefined>>>
  : Readonly<Record<string, never>>;

/** The request's JSON body. */
export type RouteBody<Key extends RouteKey> = Input<Member<(typeof httpApi)[Key], 'body'>>;

/** The statuses of a success. */
export type RouteStatus<Key extends RouteKey> = keyof (typeof httpApi)[Key]['responses'];

/** The JSON body of a success. */
export type RouteResponse<Key extends RouteKey> = Input<
  (typeof httpApi)[Key]['responses'][RouteStatus<Key>]
>;
