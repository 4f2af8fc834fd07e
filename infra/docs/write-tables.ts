// `npm run docs:tables`: writes the tables of docs/ that come from code.

import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { renderSettingsTable, settingsTablePattern } from './settings-table.ts';
import {
  listShippedPackages,
  packagesTablePattern,
  renderPackagesTable,
} from './shipped-packages.ts';

function replaceTable(name: string, pattern: RegExp, table: string): void {
  const file = fileURLToPath(new URL(`../../docs/${name}`, import.meta.url));
  const text = readFileSync(file, 'utf8');
  if (!pattern.test(text)) throw new Error(`docs/${name} does not have its table.`);
  writeFileSync(
    file,
    text.replace(pattern, () => table),
  );
}

replaceTable('operations.md', settingsTablePattern, renderSettingsTable());
const packages = await listShippedPackages();
replaceTable('security.md', packagesTablePattern, renderPackagesTable(packages));
