// `npm run docs:tables`: writes the tables of docs/ that come from code.

import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { renderSettingsTable, settingsTablePattern } from './settings-table.ts';

const file = fileURLToPath(new URL('../../docs/operations.md', import.meta.url));
const text = readFileSync(file, 'utf8');
if (!settingsTablePattern.test(text)) throw new Error('docs/operations.md has no settings table.');
writeFileSync(file, text.replace(settingsTablePattern, renderSettingsTable));
