import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { chmod, cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, type TestContext, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { waitFor } from '../support/wait-for.ts';

/*
 * The ways to a running server: `npm start`, and the launcher, also under a Node that is too old for Tocsin. An old
 * Node is played by this one, told to give another version; and the Node that Tocsin brings by a shell script.
 */

const root = fileURLToPath(new URL('../../', import.meta.url));
const played = join(import.meta.dirname, '../fixtures/play-old-node.js');
let folder: Awaited<ReturnType<typeof temporaryFolder>>;
before(async () => {
  folder = await temporaryFolder();
});
after(() => folder[Symbol.asyncDispose]());

/** A process at the head of a group, as at a terminal, with what it has written so far. Ends with the test. */
function start(t: TestContext, command: string, words: readonly string[], cwd: string) {
  const { PATH = '', HOME = '' } = process.env;
  const child = spawn(command, words, {
    cwd,
    env: { PATH, HOME },
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  t.after(() => signalGroup(child, 'SIGKILL'));
  const said = { out: '' };
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      said.out += chunk.toString();
    });
  }
  return { child, said };
}

function signalGroup({ pid }: ChildProcess, signal: NodeJS.Signals): void {
  try {
    if (pid !== undefined) process.kill(-pid, signal);
  } catch {
    // Nobody is left in it.
  }
}

async function codeOf(child: ChildProcess): Promise<number | NodeJS.Signals | null> {
  if (child.exitCode === null && child.signalCode === null) await once(child, 'close');
  return child.exitCode ?? child.signalCode;
}

/** A copy of the launcher with, behind it, whatever `node` is given as the Node that Tocsin brings. */
async function installation(name: string, node?: string): Promise<string> {
  const home = join(folder.path, name);
  await mkdir(join(home, 'node_modules/.bin'), { recursive: true });
  await cp(join(root, 'bin'), join(home, 'bin'), { recursive: true });
  await writeFile(join(home, 'package.json'), '{"type":"module"}');
  if (node !== undefined) {
    await writeFile(join(home, 'node_modules/.bin/node'), node);
    await chmod(join(home, 'node_modules/.bin/node'), 0o755);
  }
  return home;
}

const underOldNode = (t: TestContext, home: string, ...words: string[]) =>
  start(t, process.execPath, ['--import', played, join(home, 'bin/tocsin.js'), ...words], folder.path);

test('an old Node without the one that Tocsin brings is told what to do', async (t) => {
  const { child, said } = underOldNode(t, await installation('bare'), 'serve');
  assert.equal(await codeOf(child), 1);
  assert.equal(
    said.out,
    'Tocsin needs Node 26 or newer; this is v20.1.0 and the Node that Tocsin brings is not installed.\n' +
      'Run "npm ci" in this folder (it installs that Node here and changes nothing else), then try again.\n',
  );
});

test('an old Node hands over to the one that Tocsin brings: the words, and the way it ends', async (t) => {
  const home = await installation('brought', '#!/bin/sh\nfor word; do echo "<$word>"; done\nexit 42\n');
  const { child, said } = underOldNode(t, home, 'send', '--summary', 'two words', '');
  assert.equal(await codeOf(child), 42);
  const launcher = `<${join(home, 'bin/tocsin.js')}>`;
  assert.deepEqual(said.out.trim().split('\n'), [launcher, '<send>', '<--summary>', '<two words>', '<>']);
});

for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  test(`an old Node hands ${signal} on and waits for the end`, async (t) => {
    const name = signal.slice(3);
    const script = `#!/bin/sh\ntrap 'echo got ${name}; exit 7' ${name}\necho ready\nwhile :; do sleep 0.05; done\n`;
    const { child, said } = underOldNode(t, await installation(signal, script), 'serve');
    await waitFor('the handover', () => (said.out.includes('ready') ? true : undefined));
    child.kill(signal);
    assert.equal(await codeOf(child), 7);
    assert.equal(said.out, `ready\ngot ${name}\n`);
  });
}

test('an old Node really starts Tocsin with the one that it brings', async (t) => {
  const { child, said } = underOldNode(t, root, '--version');
  assert.equal(await codeOf(child), 0, said.out);
  assert.match(said.out, /^\d+\.\d+\.\d+\n$/);
});

const onLinux = process.platform === 'linux' ? {} : { skip: 'reads /proc' };

for (const under of ['this Node', 'an old Node'] as const) {
  test(`a server runs lean, under ${under}, and what was set beforehand stays`, onLinux, async (t) => {
    const data = join(folder.path, `lean under ${under}`);
    const before = under === 'this Node' ? [] : ['--import', played];
    const serve = [join(root, 'bin/tocsin.js'), 'serve', '--no-build', '--port', '0', '--data', data];
    const { said } = start(t, process.execPath, [...before, ...serve], folder.path);
    await waitFor('the first lines', () => (said.out.includes('API  ') ? true : undefined));
    const { pid } = JSON.parse(await readFile(join(data, 'server.json'), 'utf8'));
    const words = (await readFile(`/proc/${pid}/cmdline`, 'utf8')).split('\0');
    assert.ok(words.includes('--max-semi-space-size=8'), words.join(' '));
    assert.deepEqual(words.slice(-8, -1), serve);
    const environment = (await readFile(`/proc/${pid}/environ`, 'utf8')).split('\0');
    assert.ok(environment.includes('MALLOC_ARENA_MAX=1'));
    assert.ok(environment.includes('UV_THREADPOOL_SIZE=16'));
    assert.ok(environment.includes(`HOME=${process.env.HOME ?? ''}`));
  });
}

test('a server under this Node is the process that was started, not another one behind it', async (t) => {
  const data = join(folder.path, 'same process');
  const words = [join(root, 'bin/tocsin.js'), 'serve', '--no-build', '--port', '0', '--data', data];
  const { child, said } = start(t, process.execPath, words, folder.path);
  await waitFor('the first lines', () => (said.out.includes('API  ') ? true : undefined));
  const { pid } = JSON.parse(await readFile(join(data, 'server.json'), 'utf8'));
  assert.equal(pid, child.pid);
  child.kill('SIGTERM');
  assert.equal(await codeOf(child), 0, said.out);
});

test('whoever chooses the size of the young generation keeps it', onLinux, async (t) => {
  const data = join(folder.path, 'chosen');
  const chosen = [
    '--max-semi-space-size=16',
    join(root, 'bin/tocsin.js'),
    'serve',
    '--port',
    '0',
    '--data',
    data,
  ];
  const { child, said } = start(t, process.execPath, chosen, folder.path);
  await waitFor('the first lines', () => (said.out.includes('API  ') ? true : undefined));
  const words = (await readFile(`/proc/${child.pid}/cmdline`, 'utf8')).split('\0');
  assert.deepEqual(words.slice(1, -1), chosen);
});

const npmEnds: [name: string, end: (npm: ChildProcess) => void][] = [
  ['SIGTERM to npm alone, as from a supervisor', (npm) => npm.kill('SIGTERM')],
  ['Ctrl-C at the terminal', (npm) => signalGroup(npm, 'SIGINT')],
];
for (const [name, end] of npmEnds) {
  test(`npm start hands its options on, and the server ends with ${name}`, async (t) => {
    const data = join(folder.path, name);
    const { child, said } = start(t, 'npm', ['start', '--', '--port', '0', '--data', data], root);
    const url = await waitFor('the first lines', () =>
      said.out.includes('API  ') ? /is running at (\S+)/.exec(said.out)?.[1] : undefined,
    );
    assert.equal((await fetch(`${url}/health`)).status, 200);
    end(child);
    // The shell between npm and the server dies of a SIGTERM without a word to the server.
    await waitFor('the server to end', () => (existsSync(join(data, 'server.json')) ? undefined : true));
    await codeOf(child);
  });
}
