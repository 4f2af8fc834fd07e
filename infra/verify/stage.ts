// The rooms and people of a check. Everything happens in rooms of its own, which end with it.

import type { Answer, Attacker, Payload, Visitor } from './attacker.ts';

export interface Stage {
  readonly room: string;
  /** The secrets of the three links. */
  readonly talk: string;
  readonly watch: string;
  readonly owner: string;
}

export interface World {
  readonly attacker: Attacker;
  readonly origin: string;
  /** A room, and another one. */
  readonly stage: Stage;
  readonly other: Stage;
  /** A word that the deployment's lists replace, mask or block. */
  readonly word: string;
}

export interface Check {
  /** The rule. */
  readonly title: string;
  /** Throws a `Hole` if it does not hold. */
  readonly run: (world: World) => Promise<void>;
}

/** A rule of the deployment that does not hold. */
export class Hole extends Error {}

export function holds(condition: boolean, otherwise: string): asserts condition {
  if (!condition) throw new Hole(otherwise);
}

/** Creates a room. Throws if the server makes none, which is no hole. */
export async function openStage(attacker: Attacker, options: Payload = {}): Promise<Stage> {
  const made = await attacker.call({ method: 'POST', path: '/api/rooms', body: options });
  if (made.status !== 201) throw new Error(`The server makes no room: ${describe(made)}`);
  const { room, joinUrl, watchUrl, ownerUrl } = made.body as Record<string, string> & {
    readonly room: { readonly id: string };
  };
  return {
    room: room.id,
    talk: readSecret(joinUrl),
    watch: readSecret(watchUrl),
    owner: readSecret(ownerUrl),
  };
}

export const readSecret = (url = ''): string => url.slice(url.indexOf('#') + 1);

export const describe = ({ status, body }: Answer): string =>
  typeof body['reason'] === 'string' ? `${status} ${body['reason']}` : String(status);

/** Somebody in a room, with the reply to the join. */
export type Member = Visitor & { readonly joined: Payload };

let members = 0;

/**
 * Brings somebody into the room, under a name of their own: those of former members may still be
 * taken. Throws if they may not join, which is no hole.
 */
export async function enter(
  attacker: Attacker,
  { room }: Stage,
  { username, ...payload }: Payload & { readonly username?: string },
): Promise<Member> {
  const visitor = await attacker.visit(room);
  const name = username === undefined ? {} : { username: `${username} ${(members += 1)}` };
  const { status, response } = await visitor.join({ ...payload, ...name });
  if (status !== 'ok') throw new Error(`Nobody can join: ${String(response['reason'])}`);
  return { ...visitor, joined: response };
}

/** Issues a narrower token. */
export async function narrow(attacker: Attacker, stage: Stage, body: Payload): Promise<string> {
  const issued = await attacker.call({
    method: 'POST',
    path: `/api/rooms/${stage.room}/tokens`,
    token: stage.owner,
    body,
  });
  if (issued.status !== 201) throw new Error(`No narrower token: ${describe(issued)}`);
  return String(issued.body['token']);
}
