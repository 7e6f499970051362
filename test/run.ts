/**
 * Runs every test, or those in the files named on the command line, and ends with the line
 * `N passed, N failed` (`, N skipped`). With CI=true a skipped test counts as a failure: there, nothing may be missing.
 */
import { globSync } from 'node:fs';
import { relative, resolve } from 'node:path';
import { Readable } from 'node:stream';
import { run } from 'node:test';
import { spec } from 'node:test/reporters';
import { prepareMonitoring } from './support/monitoring-programs.ts';
import { prepareProxies } from './support/network/proxy-programs.ts';
import { prepareBrowser } from './support/prepare-browser.ts';

const named = process.argv.slice(2);
const files =
  named.length > 0
    ? named
    : globSync(['src/**/*.test.ts', 'test/**/*.test.ts', 'bench/**/*.test.ts', 'ui/**/*.test.ts']).sort();
// Once, before files that run side by side each do it.
if (files.some((file) => /\btest\/browser\//.test(file))) await prepareBrowser((line) => console.log(line));
if (files.some((file) => /\bnetwork-\w+/.test(file))) await prepareProxies();
if (files.some((file) => /\btest\/integration\/(prometheus|alertmanager)\b/.test(file)))
  await prepareMonitoring();

const count = { passed: 0, failed: 0, skipped: 0 };
/** Milliseconds by file, for whoever wants to know where the time goes. */
const took = new Map<string, number>();

// Test files read much of the same sources; with their compiled code at hand each begins a third sooner.
process.env.NODE_COMPILE_CACHE ??= resolve('node_modules/.cache/tocsin-tests');

const runThese = (these: readonly string[], concurrency: number) =>
  run({
    files: these.map((file) => resolve(file)),
    concurrency,
    // Nothing here takes half as long; a test that hangs must not hang the others.
    timeout: 120_000,
  });
type TestsStream = ReturnType<typeof run>;

const isSuite = (details: { type?: string | undefined }) => details.type === 'suite';
function counting(stream: TestsStream): TestsStream {
  stream.on('test:pass', ({ details, skip, nesting, file }) => {
    if (nesting === 0 && file !== undefined) took.set(file, (took.get(file) ?? 0) + details.duration_ms);
    if (isSuite(details)) return;
    if (skip === undefined || skip === false) count.passed++;
    else count.skipped++;
  });
  stream.on('test:fail', ({ details }) => {
    if (!isSuite(details)) count.failed++;
  });
  return stream;
}

function tell(): void {
  const skipped = count.skipped > 0 ? `, ${count.skipped} skipped` : '';
  const nothingMayBeMissing = process.env.CI === 'true';
  if (count.failed > 0 || count.passed === 0 || (nothingMayBeMissing && count.skipped > 0))
    process.exitCode = 1;
  // The reporter writes its summary last; this line comes after it.
  setImmediate(() => {
    if (took.size > 20) console.log(slowest());
    console.log(`${count.passed} passed, ${count.failed} failed${skipped}`);
  });
}

function slowest(): string {
  const files = [...took].sort(([, a], [, b]) => b - a).slice(0, 20);
  const lines = files.map(
    ([file, time]) => `${(time / 1000).toFixed(1).padStart(7)} s  ${relative(process.cwd(), file)}`,
  );
  return ['the slowest files:', ...lines].join('\n');
}

/** Those that measure how smoothly something goes, or how soon, have the machine to themselves. */
const isMeasuring = (file: string) => /[/-]load\.test\.ts$/.test(file);

async function* everything() {
  const [measuring, others] = [files.filter(isMeasuring), files.filter((file) => !isMeasuring(file))];
  if (others.length > 0) yield* counting(runThese(others, 2));
  if (measuring.length > 0) yield* counting(runThese(measuring, 1));
}

Readable.from(everything()).on('end', tell).compose(spec).pipe(process.stdout);
