/**
 * Measures Tocsin against a bare loop: `npm run bench` runs every bench, `npm run bench -- drain relay` those named.
 * `--quick` takes a tenth of the sizes, `--rounds N` alternates so often, `--write` keeps the results in RESULTS.md.
 */
import { parseArgs } from 'node:util';
import { drainBench } from './drain.ts';
import { enqueueBench } from './enqueue.ts';
import { httpCheckBench } from './http-check.ts';
import { latencyBench } from './latency.ts';
import { relayBench } from './relay.ts';
import { rulesBench } from './rules.ts';
import { screensBench } from './screens.ts';
import { stormBench } from './storm.ts';
import type { Bench } from './support/bench.ts';
import { describeMachine, resultLines, writeResult } from './support/results.ts';
import { yardstickBench } from './yardstick.ts';

const benches: readonly Bench[] = [
  yardstickBench,
  drainBench,
  relayBench,
  enqueueBench,
  latencyBench,
  stormBench,
  rulesBench,
  screensBench,
  httpCheckBench,
];
const names = benches.map(({ name }) => name);

function fail(message: string): never {
  console.error(message);
  process.exit(2);
}

function readWords() {
  try {
    return parseArgs({
      allowPositionals: true,
      options: {
        quick: { type: 'boolean', default: false },
        write: { type: 'boolean', default: false },
        rounds: { type: 'string', default: '5' },
      },
    });
  } catch (error) {
    return fail(error instanceof Error ? error.message : String(error));
  }
}

const { values, positionals } = readWords();
const rounds = Number(values.rounds);
if (!Number.isInteger(rounds) || rounds < 1) fail(`--rounds must be a whole number, not ${values.rounds}.`);
if (values.quick && values.write) fail('--write keeps results of full size only: leave out --quick.');
for (const name of positionals) {
  if (!names.includes(name)) fail(`There is no bench "${name}". There are: ${names.join(', ')}.`);
}

async function runBench(bench: Bench): Promise<void> {
  const machine = describeMachine();
  console.log(`\n${bench.name}: ${machine}`);
  const late = setTimeout(
    () => fail(`${bench.name} was not done after ${bench.limit} minutes.`),
    bench.limit * 60_000,
  );
  try {
    const say = (line: string) => console.log(`  ${line}`);
    const result = await bench.run({ quick: values.quick, rounds, say });
    for (const line of resultLines(result)) console.log(line);
    if (values.write) writeResult(bench.name, names, machine, result);
  } catch (error) {
    // The others can be measured all the same.
    console.error(`${bench.name} failed:`, error);
    process.exitCode = 1;
  } finally {
    clearTimeout(late);
  }
}

for (const bench of benches) {
  if (positionals.length === 0 || positionals.includes(bench.name)) await runBench(bench);
}
