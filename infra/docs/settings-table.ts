// The table of settings in docs/operations.md, made from their declarations.

import type { Setting } from '../../functions/core/declare-setting.ts';
import { roomSettings } from '../../functions/core/room-settings.ts';
import { stackSettings } from '../aws/stack-settings.ts';
import { localSettings } from '../local/local-settings.ts';
import { renderTable } from './markdown-table.ts';

const header = ['environment variable', 'CDK context', 'default', 'meaning'];

function toRow(setting: Setting, contextKey: string | undefined): readonly string[] {
  const { environment, description = '', default: text } = setting;
  return [
    environment === undefined ? '' : `\`${environment}\``,
    contextKey === undefined ? '' : `\`${contextKey}\``,
    setting.defaultDescription ?? describeDefault(text),
    description,
  ];
}

function describeDefault(text: string | undefined): string {
  if (text === undefined || text === '') return 'none';
  return /^\d+$/.test(text) ? text : `\`${text}\``;
}

export function renderSettingsTable(): string {
  return renderTable([
    header,
    ...Object.entries(roomSettings).map(([name, setting]) => toRow(setting, name)),
    ...Object.values(localSettings).map((setting) => toRow(setting, undefined)),
    ...Object.entries(stackSettings).map(([name, setting]) => toRow(setting, name)),
  ]);
}

/** Finds the table in the text of docs/operations.md. */
export const settingsTablePattern = /\| environment variable .*\n(?:\|.*\n)*\|.*/;
