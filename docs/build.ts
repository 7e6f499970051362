/** Writes the pages that are made from the code: `npm run docs`. A test fails when they are out of date. */
import { writeFileSync } from 'node:fs';
import { settingsReference } from '../src/config/settings-reference.ts';

writeFileSync(new URL('settings.md', import.meta.url), settingsReference());
