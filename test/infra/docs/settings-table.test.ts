// The table of settings in docs/operations.md.

import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { renderSettingsTable, settingsTablePattern } from '../../../infra/docs/settings-table.ts';

it('lists every setting as it is declared (else run: npm run docs:tables)', () => {
  const operations = readFileSync(new URL('../../../docs/operations.md', import.meta.url), 'utf8');
  expect(settingsTablePattern.exec(operations)?.[0]).toBe(renderSettingsTable());
});
