/** `npm run chaos -- --rounds 1000 [--seed 1]`: the test of `chaos.test.ts`, for as long as one likes. */
import { parseArgs } from 'node:util';
import { runChaos } from './run-chaos.ts';

const { values } = parseArgs({
  options: { rounds: { type: 'string', default: '100' }, seed: { type: 'string', default: '1' } },
});
const rounds = Number(values.rounds);
const seed = Number(values.seed);
if (!Number.isInteger(rounds) || rounds < 1 || !Number.isInteger(seed)) {
  console.error('--rounds is a whole number from 1 on, and --seed a whole number');
  process.exit(2);
}
const result = await runChaos({
  rounds,
  seed,
  onRound: (round, told) => console.log(`round ${round + 1} of ${rounds}: ${told} events accepted so far`),
});
console.log(JSON.stringify(result, undefined, 2));
