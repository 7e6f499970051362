#!/usr/bin/env node
// Plain JavaScript that any Node can read: a version check inside a .ts file would never run on a Node that
// does not read TypeScript. An older Node hands over to the one that the package pins.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import * as nodeModule from 'node:module';
import { fileURLToPath } from 'node:url';

const oldestMajor = 26;
const pinned = fileURLToPath(new URL('../node_modules/.bin/node', import.meta.url));

if (Number.parseInt(process.versions.node, 10) >= oldestMajor) {
  // Starting takes a quarter of the time when V8's code of the last start is at hand.
  // In the package's own folder: one that others may write to could hold their code.
  nodeModule.enableCompileCache?.(fileURLToPath(new URL('../node_modules/.cache/tocsin', import.meta.url)));
  await import('../src/main.ts');
} else if (existsSync(pinned)) {
  const child = spawn(pinned, [fileURLToPath(import.meta.url), ...process.argv.slice(2)], {
    stdio: 'inherit',
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
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
