// What a step of the track is: pure text in, text or a refusal out. The steps themselves have a file each.

import type { Refusal } from '../../protocol/reasons.ts';
import type { RoomId } from '../ports.ts';

export type Transform = (body: string, message: { readonly room: RoomId; readonly cid: string }) => { readonly ok: true; readonly body: string } | Refusal;
