// What a state needs to be shown: a server, a device of a certain look, rooms, and others in them
// who are programs.

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
  readonly room: (wish?: CreateRoomOptions) => Promise<CreatedRoom>;
  /** Somebody else, who is there when this resolves. */
  readonly guest: (link: string, name: string) => Promise<Room>;
  /** Opens a link and goes in. */
  readonly enter: (link: string, name: string) => Promise<void>;
}

/**
 * One thing that the page can look like. Nothing is found by its words: they differ by language.
 */
export interface State {
  readonly name: string;
  readonly show: (stage: Stage) => Promise<void>;
}

export interface Staged extends Stage {
  /** The guests go. */
  readonly clear: () => void;
}

export function setStage({
  origin,
  context,
  page,
  language,
}: Pick<Stage, 'origin' | 'context' | 'page' | 'language'>): Staged {
  const guests: Room[] = [];
  const enter = async (link: string, name: string): Promise<void> => {
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
    enter,
    room: async (wish = {}) => {
      const made = await createRoom(wish, { origin });
      if (!made.ok) throw new Error(made.message);
      return made.value;
    },
    guest: (link, name) =>
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
