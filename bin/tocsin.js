#!/usr/bin/env node
// Plain JavaScript that any Node can read: a version check inside a .ts file would never run on a Node that does not
// read TypeScript. An older Node hands over to the one that the package pins, and a server to a leaner process.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import * as nodeModule from 'node:module';
import { fileURLToPath } from 'node:url';
import { setFlagsFromString } from 'node:v8';

const oldestMajor = 26;
const launcher = fileURLToPath(import.meta.url);
const pinned = fileURLToPath(new URL('../node_modules/.bin/node', import.meta.url));
// Starting takes a quarter of the time when V8's code of the last start is at hand.
// In the package's own folder: one that others may write to could hold their code.
const codeCache = fileURLToPath(new URL('../node_modules/.cache/tocsin', import.meta.url));
const words = process.argv.slice(2);
const isServer = words[0] === 'serve';

// A server runs for months on a machine that has better uses for its memory, and most of what Node takes by itself is
// garbage that it has no hurry to collect. Measured idle and after 12,000 requests, with 50 as the last of these: 175
// and 323 MB without them and the variables below, 142 and 184 MB with them, for 10 to 20 % more CPU. A young generation
// of half the size saves 20 MB with a million events pending: 222 instead of 244. It took a tenth of the speed of _enqueue
// while a Set kept accepted events alive (entering-events.ts); since then 4 to 32 MB make no difference at the relay. They have to be there when a process begins.
const leanFlags = ['--max-semi-space-size=8', '--initial-old-space-size=40', '--heap-growing-percent=20'];
// glibc keeps what threads have freed in an arena for each, and large blocks once it has seen one freed: without these
// the 12 MiB of every password checked stay. The code cache by its variable, because that reaches the store's thread.
// A name whose DNS does not answer holds a thread for many seconds, and there are four of them unless somebody says
// otherwise: those of systems that rules watch (network.ts lets them have eight) must not keep pages waiting.
const leanEnvironment = {
  UV_THREADPOOL_SIZE: '16',
  MALLOC_ARENA_MAX: '1',
  MALLOC_MMAP_THRESHOLD_: '131072',
  MALLOC_TRIM_THRESHOLD_: '131072',
  NODE_COMPILE_CACHE: codeCache,
  ...process.env,
};
// Also true where somebody has chosen another young generation for himself.
const isLean = [...process.execArgv, process.env.NODE_OPTIONS ?? ''].some((word) =>
  word.includes('--max-semi-space-size'),
);

if (Number.parseInt(process.versions.node, 10) >= oldestMajor) {
  if (isServer && !isLean) becomeLean();
  nodeModule.enableCompileCache?.(codeCache);
  await import('../src/main.ts');
} else if (existsSync(pinned)) {
  const flags = isServer && !isLean ? leanFlags : [];
  // Before there is anything to hand on to: a signal in between would end this process alone.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  const child = spawn(pinned, [...flags, launcher, ...words], {
    stdio: 'inherit',
    env: isServer ? leanEnvironment : process.env,
  });
  child.on('exit', (code, signal) => {
    process.exitCode = signal === null ? (code ?? 1) : 1;
  });
} else {
  process.stderr.write(
    `Tocsin needs Node ${oldestMajor} or newer; this is ${process.version} and the Node that Tocsin brings is not installed.\n` +
      'Run "npm ci" in this folder (it installs that Node here and changes nothing else), then try again.\n',
  );
  process.exitCode = 1;
}

/** Puts the same program with the right flags in the place of this one: the same process, without one in between. */
function becomeLean() {
  try {
    process.execve(
      process.execPath,
      [process.execPath, ...process.execArgv, ...leanFlags, launcher, ...words],
      leanEnvironment,
    );
  } catch {
    // Windows has no such call. What can still be set there is how soon garbage is collected.
    setFlagsFromString('--heap-growing-percent=20');
  }
}
