// Every setting at its default, for tests and benches that build a context of their own.

import { readEnvironment } from '../functions/core/declare-setting.ts';
import { roomSettings } from '../functions/core/room-settings.ts';
import { toCoreSettings } from '../functions/function-environment.ts';

export const defaultSettings = toCoreSettings(
  readEnvironment(roomSettings, {}).values,
  'https://chat.example',
);
