import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { type CommandOptions, tocsin } from '../support/child.ts';
import { deadLetter, enqueue, untilState } from '../support/delivered-events.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { TestServer } from '../support/test-server.ts';

/* `tocsin dead-letters` against a real server: what people read, what scripts read, and every exit code. */

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let server: TestServer;
before(async () => {
  folder = await temporaryFolder();
  server = await TestServer.start({ data: join(folder.path, 'data') });
});
after(async () => {
  await server.stop();
  await folder[Symbol.asyncDispose]();
});

const deadLetters = (words: readonly string[], options: CommandOptions = {}) =>
  tocsin(['dead-letters', ...words], { cwd: folder.path, ...options });

async function idsListed(): Promise<string[]> {
  const { code, stdout } = await deadLetters(['list', '--json']);
  assert.equal(code, 0);
  return JSON.parse(stdout).map(({ id }: { id: string }) => id);
}

test('an empty list says so, and is a list for a script', async () => {
  assert.deepEqual(await deadLetters(['list']), {
    code: 0,
    stdout: '',
    stderr: 'There are no dead letters.\n',
  });
  assert.deepEqual((await deadLetters(['list', '--json'])).stdout, '[]\n');
});

test('rule 12: the list tells what, when, through which connector and why; showing one tells all', async () => {
  const id = await deadLetter(server, { dedupKey: 'cli', summary: 'Disk full', severity: 'critical' });
  const { code, stdout, stderr } = await deadLetters(['list']);
  assert.equal(code, 0);
  assert.match(stdout, /^ID +ACCEPTED \(UTC\) +CONNECTOR +EVENT +WHY\n/);
  assert.match(
    stdout,
    new RegExp(
      `^${id} +\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d +sandbox +trigger, critical: Disk full +invalid_event: .*mood to refuse`,
      'm',
    ),
  );
  assert.match(stderr, /1 dead letter, the newest first\. All about one: tocsin dead-letters show ID/);

  const shown = await deadLetters(['show', id]);
  assert.equal(shown.code, 0);
  assert.match(shown.stdout, new RegExp(`^Dead letter ${id}\n`));
  for (const part of [
    /^Why +invalid_event/m,
    /mood to refuse/,
    /^What to do$/m,
    /^Attempts$/m,
    /"\[integration key\]"/,
  ])
    assert.match(shown.stdout, part);
  const asJson = JSON.parse((await deadLetters(['show', id, '--json'])).stdout);
  assert.deepEqual([asJson.id, asJson.reason, asJson.params.dedupKey], [id, 'invalid_event', 'cli']);
});

test('rule 12: it is edited in a file and sent again', async () => {
  const [id = ''] = await idsListed();
  const { stdout } = await deadLetters(['show', id, '--params']);
  const file = join(folder.path, 'edit.json');
  await writeFile(file, JSON.stringify({ ...JSON.parse(stdout), severity: 'bad' }));
  const wrong = await deadLetters(['resend', id, '--edit', 'edit.json']);
  assert.deepEqual([wrong.code, wrong.stdout], [2, '']);
  assert.match(wrong.stderr, /error validating action params: .*severity/s);
  await writeFile(file, stdout.replace('Disk full', 'Disk nearly full'));
  const right = await deadLetters(['resend', id, '--edit', 'edit.json']);
  assert.deepEqual([right.code, right.stderr], [0, '']);
  const [, newId = ''] = /^\d+ is sent again as event (\d+)\n$/.exec(right.stdout) ?? [];
  assert.equal((await untilState(server, newId, 'delivered')).summary, 'Disk nearly full');
  assert.match(await readFile(file, 'utf8'), /nearly/);
});

test('rule 12: what is outdated needs --force, and scripts see it by the exit code', async () => {
  const id = await deadLetter(server, { dedupKey: 'old', summary: 'x' });
  const resolve = await enqueue(server, { eventAction: 'resolve', dedupKey: 'old' });
  await untilState(server, resolve, 'delivered');
  const refused = await deadLetters(['resend', id]);
  assert.deepEqual([refused.code, refused.stdout], [3, '']);
  assert.match(refused.stderr, new RegExp(`Event ${id} is outdated: .*the resolve ${resolve} .*\n.*--force`));
  const forced = await deadLetters(['resend', id, '--force']);
  assert.equal(forced.code, 0);
  assert.match(forced.stdout, new RegExp(`^${id} is sent again as event \\d+\n$`));
});

test('rule 12: all that meet a filter are sent again, or purged', async () => {
  const ids = [
    await deadLetter(server, { dedupKey: 'all-1', summary: 'x' }),
    await deadLetter(server, { dedupKey: 'all-2', summary: 'x' }),
    await deadLetter(server, { dedupKey: 'all-3', summary: 'x' }),
  ];
  const none = await deadLetters(['resend', '--all', '--reason', 'expired']);
  assert.deepEqual([none.code, none.stdout, none.stderr], [0, '', '0 of 0 dead letters sent again.\n']);
  assert.deepEqual(await idsListed(), ids.toReversed());
  const purged = await deadLetters(['purge', ids[0] ?? '', '999999']);
  assert.deepEqual([purged.code, purged.stdout], [1, '']);
  assert.match(purged.stderr, /there is no dead letter 999999\n1 dead letter purged\./);
  const sent = await deadLetters(['resend', '--all', '--connector', 'sandbox']);
  assert.equal(sent.code, 0);
  assert.deepEqual(
    sent.stdout.split('\n').map((line) => line.split(' ')[0]),
    [ids[1], ids[2], ''],
  );
  assert.match(sent.stderr, /2 of 2 dead letters sent again\./);
  await deadLetter(server, { dedupKey: 'all-4', summary: 'x' });
  const all = await deadLetters(['purge', '--all', '--json']);
  assert.deepEqual([all.code, JSON.parse(all.stdout)], [0, { purged: 1, missing: [] }]);
  assert.deepEqual(await idsListed(), []);
});

test('a list that is cut off says that there are more', async () => {
  for (const key of ['m-1', 'm-2']) await deadLetter(server, { dedupKey: key, summary: 'x' });
  const { stdout, stderr } = await deadLetters(['list', '--limit', '1']);
  assert.equal(stdout.trimEnd().split('\n').length, 2);
  assert.match(stderr, /there are more: --limit/);
});

const misuses: [words: string[], code: number, message: RegExp][] = [
  [['show', '999999'], 1, /There is no dead letter "999999"/],
  [['resend', '999999'], 1, /There is no dead letter "999999"/],
  [['resend'], 2, /Which ones\? Give their ids/],
  [['purge'], 2, /Which ones\? Give their ids/],
  [['purge', '1', '--all'], 2, /Either ids or --all, not both/],
  [['purge', '1', '--reason', 'expired'], 2, /--reason goes with --all/],
  [['resend', '1', '2', '--edit', 'x.json'], 2, /--edit goes with one id/],
  [['resend', '1', '--edit', 'missing.json'], 2, /can not be read \[ENOENT\]\. Nothing was sent/],
  [['resend', 'disk'], 2, /expected the id of an event, such as "42"/],
  [['list', '--reason', 'bad luck'], 2, /reason\]: Invalid option/],
  [['list', '--limit', '0'], 2, /Use a whole number from 1 to 100000/],
  [
    ['list', '--url', 'http://127.0.0.1:1', '--api-key', 'x'],
    5,
    /could not be called: nothing listens there/,
  ],
  [['list', '--data', 'nowhere'], 5, /No Tocsin serves/],
];
for (const [words, code, message] of misuses) {
  test(`dead-letters ${words.join(' ')} ends with ${code}`, async () => {
    const result = await deadLetters(words);
    assert.equal(result.code, code, result.stderr);
    assert.equal(result.stdout, '');
    assert.match(result.stderr, message);
  });
}
