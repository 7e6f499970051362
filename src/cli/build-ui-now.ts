import { buildUi } from './build-ui.ts';
import { monotonicClock } from './monotonic-clock.ts';
import { packageFolder } from './package-folder.ts';

/* `npm run build`: what a start does by itself when the screens are older than their sources. */

const result = await buildUi({
  root: packageFolder,
  env: process.env,
  monotonic: monotonicClock(),
  note: (line) => void process.stdout.write(`${line}\n`),
  details: (text) => void process.stderr.write(text),
  always: true,
});
if (result === 'failed') process.exitCode = 1;
