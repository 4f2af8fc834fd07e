// The helpers of a state: a server, a device, rooms, and programs as other members.

import type { BrowserContext, Page } from 'playwright-core';
import WebSocket from 'ws';
import {
  createRoom,
  Room,
  type CreatedRoom,
  type CreateRoomOptions,
} from '../../web/client/index.ts';

export interface Stage {
  readonly origin: string;
  readonly context: BrowserContext;
  readonly page: Page;
  readonly language: 'en' | 'ar';
  readonly createRoom: (options?: CreateRoomOptions) => Promise<CreatedRoom>;
  /** Resolves when another member has joined. */
  readonly joinGuest: (link: string, name: string) => Promise<Room>;
  /** Opens a link and joins. */
  readonly enterRoom: (link: string, name: string) => Promise<void>;
}

/** One state of the page. It finds nothing by text, which differs by language. */
export interface State {
  readonly name: string;
  readonly show: (stage: Stage) => Promise<void>;
}

export interface Staged extends Stage {
  /** Disconnects the guests. */
  readonly clear: () => void;
}

export function setStage({
  origin,
  context,
  page,
  language,
}: Pick<Stage, 'origin' | 'context' | 'page' | 'language'>): Staged {
  const guests: Room[] = [];
  const enterRoom = async (link: string, name: string): Promise<void> => {
    await page.goto(link);
    await page.locator('#nickname').fill(name);
    await page.locator('form button[type=submit]').click();
    await page.getByRole('log').waitFor();
  };
  return {
    origin,
    context,
    page,
    language,
    enterRoom,
    createRoom: async (options = {}) => {
      const created = await createRoom(options, { origin });
      if (!created.ok) throw new Error(created.message);
      return created.value;
    },
    joinGuest: (link, name) =>
      new Promise((resolve, reject) => {
        const guest = Room.join({ link, username: name, transport: WebSocket });
        guests.push(guest);
        guest.on('status', ({ kind }) => {
          if (kind === 'joined') resolve(guest);
        });
        guest.on('problem', ({ message }) => reject(new Error(message)));
      }),
    clear: () => {
      for (const guest of guests) guest.disconnect();
    },
  };
}
