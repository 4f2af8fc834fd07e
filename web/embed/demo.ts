// The demo page of the element: it creates a room, shows it to two people side by side, and lists
// the events that the elements dispatch.

import './demo.css';
import { createRoom } from '../client/index.ts';
import type { TenMinuteChatEventMap } from './element-events.ts';
import './element.ts';

const eventTypes = [
  'joined',
  'message',
  'problem',
  'ended',
] as const satisfies readonly (keyof TenMinuteChatEventMap)[];
const [createButton, statusLine, rooms, eventLog] = ['create', 'status', 'rooms', 'events'].map(
  (id) => document.getElementById(id),
);

createButton?.addEventListener('click', () => {
  void showRoom();
});

async function showRoom(): Promise<void> {
  const created = await createRoom({ title: 'Tea' });
  if (statusLine != null) statusLine.textContent = created.ok ? '' : created.message;
  if (!created.ok) return;
  const { joinUrl } = created.value;
  rooms?.replaceChildren(...['Ann', 'Bo'].map((name) => createChat(joinUrl, name)));
}

function createChat(joinUrl: string, name: string): HTMLElement {
  const chat = document.createElement('ten-minute-chat');
  chat.room = joinUrl;
  chat.name = name;
  for (const type of eventTypes) {
    chat.addEventListener(type, () => {
      const line = document.createElement('li');
      line.textContent = `${name}: ${type}`;
      eventLog?.append(line);
      line.scrollIntoView({ block: 'nearest' });
    });
  }
  return chat;
}
