// A page that shows the element: makes a room, lets two people into it side by side, and writes
// down what it is told.

import './demo.css';
import { createRoom } from '../client/index.ts';
import type { TenMinuteChatEvents } from './element-events.ts';
import './element.ts';

const events = [
  'joined',
  'message',
  'problem',
  'ended',
] as const satisfies readonly (keyof TenMinuteChatEvents)[];
const [make, said, rooms, told] = ['make', 'said', 'rooms', 'told'].map((id) =>
  document.getElementById(id),
);

make?.addEventListener('click', () => {
  void show();
});

async function show(): Promise<void> {
  const made = await createRoom({ title: 'Tea' });
  if (said != null) said.textContent = made.ok ? '' : made.message;
  if (!made.ok) return;
  rooms?.replaceChildren(
    ...['Ann', 'Bo'].map((name) => {
      const chat = document.createElement('ten-minute-chat');
      chat.room = made.value.joinUrl;
      chat.name = name;
      for (const event of events) {
        chat.addEventListener(event, () => {
          const line = document.createElement('li');
          line.textContent = `${name}: ${event}`;
          told?.append(line);
          line.scrollIntoView({ block: 'nearest' });
        });
      }
      return chat;
    }),
  );
}
