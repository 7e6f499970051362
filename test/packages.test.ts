import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { z } from 'zod';

const lockText = readFileSync(new URL('../package-lock.json', import.meta.url), 'utf8');
const lock = z
  .object({
    packages: z.record(
      z.string(),
      z.object({
        license: z.string().optional(),
        dev: z.boolean().optional(),
        integrity: z.string().optional(),
        hasInstallScript: z.boolean().optional(),
      }),
    ),
  })
  .parse(JSON.parse(lockText));
const { '': _root, ...packages } = lock.packages;
const shipped = Object.entries(packages).filter(([, each]) => each.dev !== true);
const manifest = z
  .object({
    optionalDependencies: z.record(z.string(), z.string()),
    dependencies: z.record(z.string(), z.string()),
  })
  .parse(JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')));

test('the lockfile holds no address of a registry', () => {
  assert.ok(!lockText.includes('"resolved"'));
});

test('every package in the lockfile has its integrity', () => {
  const without = Object.entries(packages).filter(([, each]) => each.integrity === undefined);
  assert.deepEqual(without, []);
});

test('no package that Tocsin ships runs a script when it is installed', () => {
  const scripted = shipped.filter(([, each]) => each.hasInstallScript === true).map(([name]) => name);
  assert.deepEqual(scripted, []);
});

test('what Tocsin ships is MIT, ISC, BSD or Apache-2.0', () => {
  // BlueOak-1.0.0 is as permissive as these; it comes with glob, which @fastify/static brings.
  const fine = /^(MIT|ISC|0BSD|BSD-2-Clause|BSD-3-Clause|Apache-2\.0|BlueOak-1\.0\.0)$/;
  const others = shipped.filter(([, { license }]) => !fine.test(license ?? '')).map(([name]) => name);
  assert.deepEqual(others, []);
});

test('dependencies have exact versions, and every platform’s Node is the same', () => {
  const { dependencies, optionalDependencies } = manifest;
  const loose = Object.entries(dependencies).filter(([, version]) => !/^\d+\.\d+\.\d+$/.test(version));
  assert.deepEqual(loose, []);
  assert.equal(new Set(Object.values(optionalDependencies)).size, 1);
});
