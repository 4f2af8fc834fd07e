// Runs a plan in virtual time, from the creation of its rooms until after their end. Returns the
// history for check.ts, and the faults that struck.

import { runTimer } from '../../functions/core/lifecycle/run-timer.ts';
import { handleRequest } from '../../functions/core/http/handle-request.ts';
import type { ApiRequest } from '../../functions/core/http/api-request.ts';
import type { Timer, Timers, Keys, ActiveLists, Ports } from '../../functions/core/ports.ts';
import type { Created } from '../../functions/core/lifecycle/create-room.ts';
import type { Settings } from '../../functions/core/settings.ts';
import { createBot } from './bot.ts';
import { createChance } from './chance.ts';
import { createClient, type Client } from './client.ts';
import { armFaults, type Faults } from './faults.ts';
import { createPool, epochStart, type Pool, type Shared } from './functions.ts';
import type { History, HistoryEvent } from './history.ts';
import { createNetwork } from './network.ts';
import { times, type ClientPlan, type Operation, type Plan, type RoomPlan } from './plan.ts';
import { createRoomEnd } from './room-end.ts';
import { createScheduler, type Scheduler } from './scheduler.ts';
import { createStores } from './stores.ts';
import type { CallApi, Credential, RoomHandle, Surroundings } from './visiting.ts';
import { defaultSettings } from '../default-settings.ts';

/** A rude message and its filtered form. */
const rude = { forbidden: 'grobnark', replacement: 'flower' } as const;
// Read only: nobody edits the lists in a run.
const activeLists: ActiveLists = {
  lists: [
    {
      name: 'simulated',
      version: 1,
      language: 'en',
      forbidden: [rude.forbidden],
      replacements: [rude.replacement],
    },
  ],
};
const lists: Pick<Ports['lists'], 'read' | 'count'> = {
  read: () => Promise.resolve(activeLists),
  count: () => undefined,
};

/** The id of the open room, if a plan has one. */
const openRoom = 'tea';
const settings: Settings = {
  ...defaultSettings,
  roomSeconds: times.room / 1_000,
  openRooms: [openRoom],
};

/** How many members the limited link of a room admits. */
const limitedUses = 2;

/** The maximum duration of one step without a fault: a chain of calls, a frame, a timer. */
const latency = 2_000;

export interface Run {
  readonly history: History;
  readonly faults: ReadonlyMap<string, number>;
}

/** Runs synchronously to its end. Call it only from a macrotask (see scheduler.ts). */
export function run(plan: Plan, keys: Keys): Run {
  const scheduler = createScheduler();
  const chance = createChance(plan.seed + 0x1234567);
  const events: HistoryEvent[] = [];
  const now = (): number => Math.floor(scheduler.now());
  const faults = armFaults({ faults: plan.faults, now, events });
  let operations = 0;
  const surroundings: Surroundings = {
    scheduler,
    chance,
    events,
    nextOperation: () => (operations += 1),
    toVirtualTime: (date) => Date.parse(date) - epochStart,
  };

  const made = new Map<number, RoomHandle>();
  const network = createNetwork({
    scheduler,
    chance,
    faults,
    pool: () => pool,
    local: plan.mode === 'local',
    events,
  });
  const timers = createQueue({ scheduler, faults, pool: () => pool, local: plan.mode === 'local' });
  const shared: Shared = {
    ports: { gateway: network.gateway, timers },
    memory: { keys, lists: lists as Ports['lists'] },
    stores: createStores({
      plan,
      chance,
      events,
      now,
      date: () => epochStart + now(),
      onRoomOpened: ({ id, epoch, expiresAt }) => {
        const handle = [...made.values()].find((room) => room.id === id);
        if (handle?.isOpen === true) handle.end.reopened(epoch, expiresAt - epochStart);
      },
    }),
  };
  const pool = createPool({ plan, scheduler, chance, faults, shared, settings, events });

  const failed: unknown[] = [];
  for (const [index, room] of plan.rooms.entries()) {
    const opening = room.isOpen
      ? Promise.resolve(announceOpenRoom({ room, events, now }))
      : open({ pool, room, events, now });
    opening.then(
      (handle) => made.set(index, handle),
      (error: unknown) => failed.push(error),
    );
  }
  scheduler.runUntil(299);
  const rooms = plan.rooms.flatMap((_, index) => made.get(index) ?? []);
  if (rooms.length < plan.rooms.length) {
    throw new Error('A room was not made, though nothing had gone wrong yet.', {
      cause: failed[0],
    });
  }
  for (const room of rooms) timers.adopt(room);

  const clients: readonly Client[] = plan.clients.map((client) =>
    createClient({
      plan: client,
      network,
      surroundings,
      rooms: client.rooms.map((index) => roomAt(rooms, index)),
      invitation: (room) => invite(client, room),
    }),
  );
  const findClient = (wanted: string): Client | undefined =>
    clients.find(({ name }) => name === wanted);
  const invite = ({ owns, watches, arrival }: ClientPlan, room: RoomHandle): Credential => {
    if (owns) return room.owner;
    if (watches) return room.watch;
    if (arrival.by === 'limited link') return room.limited;
    if (arrival.by === 'newest link') return room.newest;
    const hosting = arrival.host === undefined ? [] : (findClient(arrival.host)?.visits ?? []);
    const visit = hosting.find((one) => one.room.id === room.id && one.speaks);
    return arrival.by === 'first link' ? room.first : (visit?.credential ?? room.first);
  };
  const callApi: CallApi = async ({ id, calm }, { route, bearer }) => {
    const request = { ...toRequest(route, { id }), bearer };
    const response = await pool.run((context) => handleRequest(context, request), { calm });
    return response === 'lost' ? undefined : response;
  };
  const bot = createBot({ name: 'bot', pool, surroundings });
  plan.operations.forEach((operation, index) => {
    scheduler.after(operation.at - now(), () => {
      perform(operation, {
        index,
        client: findClient(operation.client),
        bot,
        rooms,
        callApi,
        surroundings,
      });
    });
  });
  for (const fault of plan.faults) {
    if (fault.kind === 'overload') {
      scheduler.after(fault.at - now(), () => {
        faults.record('overload', fault.lasts);
        pool.limit(1, fault.lasts);
      });
    }
    if (fault.kind === 'deploy') {
      scheduler.after(fault.at - now(), () => {
        faults.record('deploy', fault.lasts);
        pool.deploy(fault.lasts);
      });
    }
    if (!('client' in fault)) continue;
    scheduler.after(fault.at - now(), () => {
      const client = findClient(fault.client);
      const named = client === undefined ? [] : [client];
      const struck = (fault.kind === 'storm' ? clients : named).filter(({ calm }) => !calm);
      if (struck.length === 0) return;
      faults.record(fault.kind, fault.kind === 'half-open' ? fault.lasts + 3_000 : 0);
      for (const client of struck) {
        if (fault.kind === 'half-open') client.lose(fault.lasts);
        else client.cut(fault.kind === 'storm' ? 0 : fault.lasts);
      }
    });
  }

  // Members in calm rooms record whom they see all the time, before anyone requests the full
  // presence.
  for (let at = 2_000; at <= times.quiet; at += 2_000) {
    scheduler.after(at - now(), () => {
      for (const { calm, visits } of clients) {
        if (calm) for (const visit of visits) visit.publishPresence();
      }
    });
  }

  // Rooms are created, and judged, by the true clock, which counts among the others.
  const skew = Math.max(0, ...plan.skews) - Math.min(0, ...plan.skews);
  const patience = 5_000 + latency + skew;
  const last = plan.operations.at(-1)?.at ?? 0;
  scheduler.runUntil(Math.max(last, Math.min(times.quiet, plan.faults.at(-1)?.at ?? 0)) + 8_000);
  scheduler.runUntil(Math.max(now(), faults.until()) + patience);
  // One more message, which finds dead connections.
  for (const [index, room] of rooms.entries()) {
    const speaker = clients
      .flatMap(({ visits }) => visits)
      .find((visit) => visit.room.id === room.id && visit.joined && visit.speaks);
    speaker?.send({ cid: `last-${index}`, body: 'Anybody here?', to: undefined }, { inTurn: true });
  }
  // The sync after silence repairs presence that a fault damaged.
  scheduler.runUntil(now() + patience + 27_000);
  for (const { visits } of clients) for (const visit of visits) visit.publishPresence();
  const until =
    Math.max(faults.until(), ...rooms.map(({ end }) => end.latest)) + 2 * patience + 2_000;
  scheduler.runUntil(Math.max(now(), until));

  return {
    history: { events, until: now(), skew, latency, words: [rude], judgesPresence: true },
    faults: faults.counts,
  };
}

function roomAt(rooms: readonly RoomHandle[], index: number): RoomHandle {
  const room = rooms[index];
  if (room === undefined) throw new Error(`There is no room ${index}.`);
  return room;
}

interface Opening {
  readonly room: RoomPlan;
  readonly events: HistoryEvent[];
  readonly now: () => number;
}

async function open({
  pool,
  room,
  events,
  now,
}: Opening & { readonly pool: Pool }): Promise<RoomHandle> {
  const body = JSON.stringify({ capacity: room.capacity, seconds: times.room / 1_000 });
  // Created without faults, whatever happens in it later.
  const create = async (request: ApiRequest): Promise<unknown> => {
    const response = await pool.run((context) => handleRequest(context, request), { calm: true });
    if (response === 'lost' || response.status !== 201) throw new Error('A room was not made.');
    return response.body;
  };
  const created = await create({ ...toRequest('POST /api/rooms'), body });
  const {
    room: { id, expiresAt },
    joinUrl,
    watchUrl,
    ownerUrl,
    token,
  } = created as Created;
  const limited = await create({
    ...toRequest('POST /api/rooms/{id}/tokens', { id }),
    bearer: token,
    body: JSON.stringify({ scope: 'send receive', uses: limitedUses }),
  });
  const endsAt = Date.parse(expiresAt) - epochStart;
  events.push({
    type: 'room',
    at: now(),
    room: id,
    capacity: room.capacity,
    endsAt,
    calm: room.calm,
    uses: limitedUses,
  });
  const credentialIn = (url: string): Credential => ({
    token: url.slice(url.indexOf('#') + 1),
    isLimited: false,
    gotAt: now(),
  });
  return {
    id,
    isOpen: false,
    first: credentialIn(joinUrl),
    newest: credentialIn(joinUrl),
    watch: credentialIn(watchUrl),
    owner: credentialIn(ownerUrl),
    limited: { ...credentialIn((limited as { readonly url: string }).url), isLimited: true },
    capacity: room.capacity,
    calm: room.calm,
    end: createRoomEnd({ room: id, endsAt, events, now }),
  };
}

/** An open room exists once somebody joins it, and nobody needs a token. */
function announceOpenRoom({ room, events, now }: Opening): RoomHandle {
  const { capacity, calm } = room;
  const none: Credential = { token: '', isLimited: false, gotAt: 0 };
  events.push({ type: 'room', at: now(), room: openRoom, capacity, endsAt: Infinity, calm });
  return {
    id: openRoom,
    isOpen: true,
    first: none,
    newest: none,
    watch: none,
    owner: none,
    limited: none,
    capacity,
    calm,
    end: createRoomEnd({ room: openRoom, endsAt: 0, events, now }),
  };
}

const toRequest = (
  route: string,
  parameters: Readonly<Record<string, string>> = {},
): ApiRequest => ({
  route,
  parameters,
  query: {},
  body: '',
  bearer: undefined,
  addressKey: undefined,
  origin: 'https://chat.example',
});

interface Stage {
  readonly index: number;
  readonly client: Client | undefined;
  readonly bot: ReturnType<typeof createBot>;
  readonly rooms: readonly RoomHandle[];
  readonly callApi: CallApi;
  readonly surroundings: Surroundings;
}

function perform(
  { room: where, kind, rude: isRude }: Operation,
  { index, client, bot, rooms, callApi, surroundings }: Stage,
): void {
  const room = roomAt(rooms, where);
  const visit = client?.visits.find((one) => one.room.id === room.id);
  if (client === undefined || visit === undefined) return;
  const bodyOf = (part: number): string =>
    `Message ${index}.${part}${isRude ? ` ${rude.forbidden}` : ''}`;
  const say = (
    part: number,
    { to, inTurn = true }: { readonly to?: string | undefined; readonly inTurn?: boolean } = {},
  ): void => {
    if (visit.speaks) visit.send({ cid: `m${index}-${part}`, body: bodyOf(part), to }, { inTurn });
  };
  switch (kind) {
    case 'send':
      say(0);
      break;
    case 'burst':
      for (let part = 0; part < 3; part += 1) say(part, { inTurn: false });
      break;
    case 'flood':
      for (let part = 0; part < 25; part += 1) say(part, { inTurn: false });
      break;
    case 'private':
      say(0, { to: visit.someoneReading() });
      break;
    case 'conflict':
      say(0, { inTurn: false });
      if (visit.speaks) {
        visit.send(
          { cid: `m${index}-0`, body: 'Something else', to: undefined },
          { inTurn: false },
        );
      }
      break;
    case 'typing':
      if (visit.speaks) visit.command('typing', { typing: isRude });
      break;
    case 'rename':
      if (visit.speaks) visit.command('rename', { username: isRude ? 'Ben' : `Nick ${index}` });
      break;
    case 'kick':
      visit.command('kick', { member: visit.someoneElse() ?? 'nobody' });
      break;
    case 'lock':
      visit.command('lock', { locked: isRude });
      break;
    case 'slow':
      visit.command('slow', { seconds: isRude ? 2 : 0 });
      break;
    case 'extend':
      visit.command('extend', { seconds: 20 });
      break;
    case 'close':
      visit.command('close', {});
      break;
    case 'replace links':
      if (!room.isOpen) visit.replaceLinks(callApi);
      break;
    case 'history':
      visit.history();
      break;
    case 'sync':
      visit.sync();
      break;
    case 'leave':
      visit.leave();
      break;
    case 'enter':
      client.enter(visit);
      break;
    case 'reload':
      if (!client.calm) client.reload();
      break;
    case 'away':
      if (!client.calm) client.cut(surroundings.chance.int(1_000, 6_000));
      break;
    case 'post':
      if (!room.isOpen) bot.post(room, { cid: `b${index}`, body: bodyOf(0) });
      break;
    case 'read':
      if (!room.isOpen) bot.read(room);
      break;
    case 'poll':
      if (!room.calm && !room.isOpen) bot.poll(room);
      break;
  }
}

/**
 * The timer queue: each timer fires at least once, on time or a little later, and again if its
 * function failed.
 */
function createQueue({
  scheduler,
  faults,
  pool,
  local,
}: {
  readonly scheduler: Scheduler;
  readonly faults: Faults;
  readonly pool: () => Pool;
  readonly local: boolean;
}): Timers & { adopt(room: RoomHandle): void } {
  const calmRooms = new Set<string>();
  const again = 3_000;
  const deliver = (timer: Timer, tries: number): void => {
    const rung = pool().run(
      async (context) => {
        await runTimer(context, timer);
        return 'done' as const;
      },
      { calm: calmRooms.has(timer.room) },
    );
    void rung.then((outcome) => {
      if (outcome === 'done' || tries >= 30) return;
      faults.prolong(again);
      scheduler.after(again, () => {
        deliver(timer, tries + 1);
      });
    });
  };
  return {
    adopt: ({ id, calm }) => {
      if (calm) calmRooms.add(id);
    },
    set: (timer) => {
      const wait = Math.max(0, timer.at - epochStart - scheduler.now());
      const isSpared = local || calmRooms.has(timer.room);
      const strike = (kind: 'timer early' | 'timer late' | 'timer twice'): number | undefined =>
        isSpared ? undefined : faults.strikeEvent(kind, wait);
      const late = strike('timer late') ?? 0;
      const early = strike('timer early') === undefined ? 0 : 1_500;
      // A queue has a minimum delay.
      scheduler.after(Math.max(20, wait - early) + late, () => {
        deliver(timer, 1);
      });
      if (strike('timer twice') !== undefined) {
        scheduler.after(wait + 400, () => {
          deliver(timer, 1);
        });
      }
      return Promise.resolve();
    },
  };
}
