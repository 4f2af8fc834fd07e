// `<ten-minute-chat room="https://…/r/<id>#<token>">`: a chat room on any page. This file has the
// element's attributes, properties, events and lifecycle. Its screens are those of web/page.

import {
  createMemoryOutboxStore,
  type Room,
  type RoomEnd,
  type RoomSnapshot,
} from '../client/index.ts';
import { disableStorage } from '../page/storage.ts';
import { findNameProblem } from '../page/room/choose-screen.ts';
import { nameProblemText, reasonText } from '../page/texts/reason-texts.ts';
import { loadInitialLanguage } from '../page/texts/texts.ts';
import type { TenMinuteChatEventMap } from './element-events.ts';
import { getStyleSheet } from './element-stylesheet.ts';
import { createElementVisitStore, type ElementVisitStore } from './element-visit-store.ts';
import { renderRoom } from './render-room.tsx';
import { parseRoomAddress, type RoomAddress } from './room-address.ts';
import { trackInteraction } from './track-interaction.ts';

export type { RoomEnd } from '../client/index.ts';
export type {
  JoinedDetail,
  MessageDetail,
  ProblemDetail,
  TenMinuteChatEventMap,
} from './element-events.ts';

disableStorage();

interface RenderedRoom {
  readonly address: string;
  readonly visitStore: ElementVisitStore;
  readonly remove: () => void;
}

/**
 * Shows a chat room on any page, as `<ten-minute-chat>`. Importing this module registers the
 * element.
 *
 * The element joins when it is in the document and has a `room`. It rejoins as the same member when
 * you move it, put it back, or reload the page. Give it a height; its own is 36rem.
 *
 * Its methods and properties never throw. A refused room, name or message is a `problem` event,
 * and the element shows its text. See {@link TenMinuteChatEventMap} for all events.
 *
 * The server must allow the page's origin (`ALLOWED_ORIGINS`). A page with a Content Security
 * Policy must allow the server in `connect-src`, with `https:` and `wss:`.
 *
 * CSS properties: `--ten-minute-chat-accent` and `--ten-minute-chat-on-accent` (a color, and the
 * text on it), `--ten-minute-chat-radius`, `--ten-minute-chat-rem` (for pages that changed the size
 * of a rem).
 *
 * @example
 * ```html
 * <script type="module">
 *   import 'ten-minute-chat/element';
 * </script>
 *
 * <ten-minute-chat room="https://chat.example/r/k3J9#eyJ…" name="Ann"></ten-minute-chat>
 * ```
 *
 * @example
 * ```ts
 * import 'ten-minute-chat/element';
 *
 * const chat = document.createElement('ten-minute-chat');
 * chat.room = joinUrl;
 * chat.addEventListener('ended', ({ detail }) => console.log(detail.reason));
 * document.body.append(chat);
 * ```
 */
export class TenMinuteChatElement extends HTMLElement {
  static readonly observedAttributes: readonly string[] = ['room', 'token', 'origin', 'lang'];

  readonly #root = this.attachShadow({ mode: 'open' });
  #rendered: RenderedRoom | null = null;
  #client: Room | null = null;

  /**
   * Reflects the `room` attribute: a join link, or a room's id together with `token`. A new value
   * leaves the screen of the old room and shows the new one.
   *
   * @defaultValue `''`, which shows nothing
   * @example
   * ```ts
   * chat.room = 'https://chat.example/r/k3J9#eyJ…';
   * ```
   */
  get room(): string {
    return this.getAttribute('room') ?? '';
  }
  set room(value: string) {
    this.setAttribute('room', value);
  }

  /**
   * Reflects the `token` attribute: the room's token, if `room` is an id or a link without one. A
   * token in the link wins.
   *
   * @defaultValue `''`
   * @example
   * ```html
   * <ten-minute-chat room="k3J9" token="eyJ…" origin="https://chat.example"></ten-minute-chat>
   * ```
   */
  get token(): string {
    return this.getAttribute('token') ?? '';
  }
  set token(value: string) {
    this.setAttribute('token', value);
  }

  /**
   * Reflects the `origin` attribute: the server, if `room` is an id. A whole link in `room` names
   * its own server.
   *
   * @defaultValue `''`, which is the page's own origin
   * @example
   * ```ts
   * chat.origin = 'https://chat.example';
   * ```
   */
  get origin(): string {
    return this.getAttribute('origin') ?? '';
  }
  set origin(value: string) {
    this.setAttribute('origin', value);
  }

  /**
   * Reflects the `name` attribute: the name to join with, without asking the visitor. It counts
   * when a visit begins; changing it later doesn't rename the member.
   *
   * @defaultValue `''`, which asks the visitor for a name
   * @example
   * ```ts
   * chat.name = 'Ann';
   * ```
   */
  get name(): string {
    return this.getAttribute('name') ?? '';
  }
  set name(value: string) {
    this.setAttribute('name', value);
  }

  /**
   * Reflects the `theme` attribute: `light`, `dark` or `auto`. Any other value acts as `auto`,
   * which follows the device.
   *
   * @defaultValue `'auto'`
   * @example
   * ```ts
   * chat.theme = 'dark';
   * ```
   */
  get theme(): string {
    return this.getAttribute('theme') ?? 'auto';
  }
  set theme(value: string) {
    this.setAttribute('theme', value);
  }

  /**
   * The `Room` of the client library that this element uses. Null until the visitor joins, and
   * after the element leaves the document.
   *
   * @example
   * ```ts
   * chat.client?.send('Hello from the page');
   * ```
   */
  get client(): Room | null {
    return this.#client;
  }

  /**
   * The room's current state: members, messages, status. Null while `client` is null.
   *
   * @example
   * ```ts
   * const names = chat.snapshot?.presence.map(({ name }) => name);
   * ```
   */
  get snapshot(): RoomSnapshot | null {
    return this.#client?.getSnapshot() ?? null;
  }

  /**
   * Leaves the room for good and frees the name. Removing the element instead keeps the name for
   * when it returns. Does nothing if the element shows no room; never rejects.
   *
   * @example
   * ```ts
   * await chat.leave();
   * chat.remove();
   * ```
   */
  async leave(): Promise<void> {
    const client = this.#client;
    if (this.#rendered === null) return;
    this.#rendered.visitStore.forget();
    await client?.leave();
  }

  connectedCallback(): void {
    this.#scheduleUpdate();
  }
  disconnectedCallback(): void {
    this.#scheduleUpdate();
  }
  attributeChangedCallback(): void {
    this.#scheduleUpdate();
  }

  /**
   * Adds a listener, with the event's type known from {@link TenMinuteChatEventMap}.
   *
   * @example
   * ```ts
   * chat.addEventListener('joined', ({ detail: { room, me } }) => {
   *   console.log(`${me?.name ?? 'A watcher'} is in ${room.title}`);
   * });
   * ```
   */
  override addEventListener<Type extends keyof TenMinuteChatEventMap>(
    type: Type,
    listener: (this: this, event: TenMinuteChatEventMap[Type]) => void,
    options?: boolean | AddEventListenerOptions,
  ): void;
  override addEventListener(
    type: string,
    listener: EventListenerOrEventListenerObject | null,
    options?: boolean | AddEventListenerOptions,
  ): void;
  override addEventListener(
    type: string,
    listener: unknown,
    options?: boolean | AddEventListenerOptions,
  ): void {
    super.addEventListener(type, listener as EventListenerOrEventListenerObject, options);
  }

  /**
   * Updates after the current script. That way several new attributes make one update, and moving
   * the element within the page keeps its connection.
   */
  #scheduleUpdate(): void {
    queueMicrotask(() => {
      void this.#update();
    });
  }

  async #update(): Promise<void> {
    const address = this.#currentAddress();
    if (address === null || JSON.stringify(address) !== this.#rendered?.address) this.#clear();
    if (address === null) return;

    const language = this.closest('[lang]')?.getAttribute('lang') ?? '';
    await loadInitialLanguage([...(language === '' ? [] : [language]), ...navigator.languages]);

    const isUnchanged = JSON.stringify(this.#currentAddress()) === JSON.stringify(address);
    if (this.#rendered === null && isUnchanged) this.#render(address);
  }

  #currentAddress(): RoomAddress | null {
    if (!this.isConnected || !this.hasAttribute('room')) return null;
    return parseRoomAddress({
      room: this.room,
      token: this.getAttribute('token'),
      origin: this.getAttribute('origin'),
      base: this.baseURI,
    });
  }

  #render(address: RoomAddress): void {
    const { origin, id, token } = address;
    this.#root.adoptedStyleSheets = [getStyleSheet()];
    const box = document.createElement('article');
    box.className = 'frame';
    this.#root.replaceChildren(box);

    const visitStore = createElementVisitStore({
      key: ['ten-minute-chat', id, this.id, this.name].join(':'),
      token,
      name: this.name,
    });
    const interaction = trackInteraction(this);
    let hasEnded = false;
    const onEnded = (end: RoomEnd): void => {
      if (!hasEnded) this.#dispatch('ended', end);
      hasEnded = true;
    };

    const removeRoom = renderRoom({
      id,
      visitStore,
      host: {
        origin,
        box,
        onEnded,
        store: createMemoryOutboxStore(),
        canMoveFocus: interaction.isActive,
        onClient: (client) => {
          this.#listen(client, onEnded);
        },
        onRefused: (problem) => {
          this.#dispatch('problem', { ...problem, cid: null });
        },
      },
    });
    this.#rendered = {
      address: JSON.stringify(address),
      visitStore,
      remove: () => {
        removeRoom();
        interaction.stop();
      },
    };
  }

  #listen(client: Room, onEnded: (end: RoomEnd) => void): void {
    this.#client = client;
    let hasJoined = false;
    client.on('room', (room) => {
      const { status, me } = client.getSnapshot();
      if (hasJoined || status.kind !== 'joined') return;
      hasJoined = true;
      this.#dispatch('joined', { room, me });
    });
    client.on('message', (message, about) => {
      this.#dispatch('message', { message, ...about });
    });
    client.on('problem', (problem, cid) => {
      // The screen of a refused room reports its problem itself, by `onRefused`.
      const isAboutName = findNameProblem({ snapshot: client.getSnapshot() }) !== null;
      if (cid === null && !isAboutName) return;
      const message = isAboutName ? nameProblemText(problem) : reasonText(problem);
      this.#dispatch('problem', { reason: problem.reason, message, cid });
    });
    client.on('ended', onEnded);
  }

  #dispatch<Type extends keyof TenMinuteChatEventMap>(
    type: Type,
    detail: TenMinuteChatEventMap[Type]['detail'],
  ): void {
    this.dispatchEvent(new CustomEvent(type, { detail, composed: true }));
  }

  #clear(): void {
    this.#rendered?.remove();
    this.#rendered = null;
    this.#client = null;
    this.#root.replaceChildren();
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'ten-minute-chat': TenMinuteChatElement;
  }
}

if (customElements.get('ten-minute-chat') === undefined) {
  customElements.define('ten-minute-chat', TenMinuteChatElement);
}
