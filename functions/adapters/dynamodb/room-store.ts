// RoomStore on DynamoDB: one verb per line, each in the file beside that tells how. The table's shape is in tables.ts.

import type { RoomStore } from '../../core/ports.ts';
import { admit } from './admit.ts';
import { heldBatons, release, takeBaton } from './baton.ts';
import type { Table } from './items.ts';
import { close, create, erase, read } from './life.ts';
import { append, log } from './log.ts';
import { claimName, nameHolder } from './names.ts';
import { seat, seats, setTyping, sit, stand } from './seats.ts';

export function dynamodbRoomStore(at: Table): RoomStore {
  const held = heldBatons();
  return {
    create: (input) => create(at, input),
    read: (room) => read(at, room),
    admit: (input) => admit(at, held, input),
    takeBaton: (input) => takeBaton(at, held, input),
    release: (input) => release(at, held, input),
    append: (input) => append(at, input),
    log: (input) => log(at, input),
    claimName: (input) => claimName(at, input),
    nameHolder: (input) => nameHolder(at, input),
    sit: (input) => sit(at, input),
    stand: (input) => stand(at, input),
    seat: (input) => seat(at, input),
    seats: (room) => seats(at, room),
    setTyping: (input) => setTyping(at, input),
    close: (input) => close(at, input),
    erase: (room) => erase(at, room),
  };
}
