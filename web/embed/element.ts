// `<ten-minute-chat room="https://…/r/<id>#<token>">`: a room in any page. The screens are those of
// web/page; this is the element around them: its attributes, properties, events, and its coming and
// going.

import { createMemoryOutboxStore, type Room, type RoomSnapshot } from '../client/index.ts';
import { keepNothing } from '../page/storage.ts';
import { reasonText } from '../page/texts/reason-texts.ts';
import { loadInitialLanguage } from '../page/texts/texts.ts';
import { addressOf, type Address } from './room-address.ts';
import { watchAttention } from './interaction.ts';
import { draw } from './render-room.tsx';
import type { TenMinuteChatEvents } from './element-events.ts';
import { createGuestVisits, type GuestVisits } from './element-visits.ts';
import { styleSheet } from './element-stylesheet.ts';

export type { TenMinuteChatEvents } from './element-events.ts';

keepNothing();

interface Shown {
  readonly address: string;
  readonly visitStore: GuestVisits;
  readonly remove: () => void;
}

export class TenMinuteChat extends HTMLElement {
  static readonly observedAttributes: readonly string[] = ['room', 'token', 'origin', 'lang'];

  readonly #root = this.attachShadow({ mode: 'open' });
  #shown: Shown | null = null;
  #client: Room | null = null;

  /** A join link, or a room's id, with `token` and `origin` beside it. */
  get room(): string {
    return this.getAttribute('room') ?? '';
  }
  set room(value: string) {
    this.setAttribute('room', value);
  }

  get token(): string {
    return this.getAttribute('token') ?? '';
  }
  set token(value: string) {
    this.setAttribute('token', value);
  }

  get origin(): string {
    return this.getAttribute('origin') ?? '';
  }
  set origin(value: string) {
    this.setAttribute('origin', value);
  }

  /** Under which one is in at once; without it one is asked. */
  get name(): string {
    return this.getAttribute('name') ?? '';
  }
  set name(value: string) {
    this.setAttribute('name', value);
  }

  get theme(): string {
    return this.getAttribute('theme') ?? 'auto';
  }
  set theme(value: string) {
    this.setAttribute('theme', value);
  }

  /** Null until one goes in. */
  get client(): Room | null {
    return this.#client;
  }

  get snapshot(): RoomSnapshot | null {
    return this.#client?.getSnapshot() ?? null;
  }

  /** For good: the name is free again. */
  async leave(): Promise<void> {
    const client = this.#client;
    if (this.#shown === null) return;
    this.#shown.visitStore.forget();
    await client?.leave();
  }

  connectedCallback(): void {
    this.#later();
  }
  disconnectedCallback(): void {
    this.#later();
  }
  attributeChangedCallback(): void {
    this.#later();
  }

  override addEventListener<Type extends keyof TenMinuteChatEvents>(
    type: Type,
    listener: (this: this, event: TenMinuteChatEvents[Type]) => void,
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
   * Several attributes are set at once, and who is moved within the page is away for a moment only.
   */
  #later(): void {
    queueMicrotask(() => {
      void this.#settle();
    });
  }

  async #settle(): Promise<void> {
    const wanted = (): Address | null =>
      this.isConnected && this.hasAttribute('room')
        ? addressOf({
            room: this.room,
            token: this.getAttribute('token'),
            origin: this.getAttribute('origin'),
            base: this.baseURI,
          })
        : null;
    const address = wanted();
    if (address === null || JSON.stringify(address) !== this.#shown?.address) this.#clear();
    if (address === null) return;
    const speaking = this.closest('[lang]')?.getAttribute('lang') ?? '';
    await loadInitialLanguage([...(speaking === '' ? [] : [speaking]), ...navigator.languages]);
    if (this.#shown === null && JSON.stringify(wanted()) === JSON.stringify(address)) {
      this.#show(address);
    }
  }

  #show(address: Address): void {
    const { origin, id, token } = address;
    this.#root.adoptedStyleSheets = [styleSheet()];
    const box = document.createElement('article');
    box.className = 'frame';
    this.#root.replaceChildren(box);
    const visitStore = createGuestVisits({
      key: ['ten-minute-chat', id, this.id, this.name].join(':'),
      token,
      name: this.name,
    });
    const attention = watchAttention(this);
    let over = false;
    const onEnded = (end: TenMinuteChatEvents['ended']['detail']): void => {
      if (!over) this.#tell('ended', end);
      over = true;
    };
    const remove = draw({
      id,
      visitStore,
      host: {
        origin,
        box,
        onEnded,
        store: createMemoryOutboxStore(),
        canMoveFocus: attention.isHere,
        onClient: (client) => {
          this.#hear(client, onEnded);
        },
        onRefused: (problem) => {
          this.#tell('problem', { ...problem, cid: null });
        },
      },
    });
    this.#shown = {
      address: JSON.stringify(address),
      visitStore,
      remove: () => {
        remove();
        attention.stop();
      },
    };
  }

  #hear(client: Room, onEnded: (end: TenMinuteChatEvents['ended']['detail']) => void): void {
    this.#client = client;
    let joined = false;
    client.on('room', (room) => {
      const { status, me } = client.getSnapshot();
      if (joined || status.kind !== 'joined') return;
      joined = true;
      this.#tell('joined', { room, me });
    });
    client.on('message', (message, about) => {
      this.#tell('message', { message, ...about });
    });
    client.on('problem', (problem, cid) => {
      // A refusal of the room itself has a screen, which tells it.
      if (cid !== null || problem.reason === 'name_taken' || problem.reason === 'name_invalid') {
        this.#tell('problem', { reason: problem.reason, message: reasonText(problem), cid });
      }
    });
    client.on('ended', onEnded);
  }

  #tell<Type extends keyof TenMinuteChatEvents>(
    type: Type,
    detail: TenMinuteChatEvents[Type]['detail'],
  ): void {
    this.dispatchEvent(new CustomEvent(type, { detail, composed: true }));
  }

  #clear(): void {
    this.#shown?.remove();
    this.#shown = null;
    this.#client = null;
    this.#root.replaceChildren();
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'ten-minute-chat': TenMinuteChat;
  }
}

if (customElements.get('ten-minute-chat') === undefined) {
  customElements.define('ten-minute-chat', TenMinuteChat);
}
