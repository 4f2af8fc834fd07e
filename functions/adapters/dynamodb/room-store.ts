// RoomStore on DynamoDB: one verb per line, each in the file beside that tells how. The table's
// shape is in tables.ts.

import type { RoomStore } from '../../core/ports.ts';
import { admit } from './admit.ts';
import { release, takeBaton } from './baton.ts';
import { change, noteTold } from './change.ts';
import { knownCids } from './cids.ts';
import { heldBatons, type Memory } from './held.ts';
import type { Table } from './items.ts';
import { close, create, eraseContent, eraseSeats, read } from './life.ts';
import { useLink } from './links.ts';
import { append, log } from './log.ts';
import { claimName, freeName, nameHolder } from './names.ts';
import { changeSeat, seat, seats, sit, stand } from './seats.ts';

export function dynamodbRoomStore(at: Table): RoomStore {
  const memory: Memory = { held: heldBatons(), cids: knownCids() };
  return {
    create: (input) => create(at, input),
    read: (room) => read(at, room),
    admit: (input) => admit(at, memory, input),
    takeBaton: (input) => takeBaton(at, memory, input),
    release: (input) => release(at, memory, input),
    append: (input) => append(at, memory, input),
    log: (input) => log(at, input),
    claimName: (input) => claimName(at, input),
    freeName: (input) => freeName(at, input),
    nameHolder: (input) => nameHolder(at, input),
    sit: (input) => sit(at, input),
    stand: (input) => stand(at, input),
    seat: (input) => seat(at, input),
    seats: (room) => seats(at, room),
    changeSeat: (input) => changeSeat(at, input),
    change: (input) => change(at, input),
    noteTold: (input) => noteTold(at, input),
    useLink: (input) => useLink(at, input),
    close: (input) => close(at, input),
    eraseContent: (room) => eraseContent(at, room),
    eraseSeats: (room) => eraseSeats(at, room),
  };
}
