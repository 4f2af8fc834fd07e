// The table of settings in docs/operations.md, made from their declarations.

import type { Setting } from '../../functions/core/declare-setting.ts';
import { roomSettings } from '../../functions/core/room-settings.ts';
import { stackSettings } from '../aws/stack-settings.ts';
import { localSettings } from '../local/local-settings.ts';

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

/** Returns the table as Prettier lays it out, without a line break at its end. */
export function renderSettingsTable(): string {
  const rows = [
    header,
    ...Object.entries(roomSettings).map(([name, setting]) => toRow(setting, name)),
    ...Object.values(localSettings).map((setting) => toRow(setting, undefined)),
    ...Object.entries(stackSettings).map(([name, setting]) => toRow(setting, name)),
  ];
  const widths = header.map((_, column) =>
    Math.max(...rows.map((row) => row[column]?.length ?? 0)),
  );
  const lines = rows.map((row) =>
    widths.map((width, column) => (row[column] ?? '').padEnd(width)).join(' | '),
  );
  const rule = widths.map((width) => '-'.repeat(width)).join(' | ');
  return [lines[0] ?? '', rule, ...lines.slice(1)].map((line) => `| ${line} |`).join('\n');
}

/** Finds the table in the text of docs/operations.md. */
export const settingsTablePattern = /\| environment variable .*\n(?:\|.*\n)*\|.*/;
