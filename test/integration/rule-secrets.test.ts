import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { tocsin } from '../support/child.ts';
import { portOf } from '../support/port-of.ts';
import { type ServerWithFile, serverWithFile } from '../support/settings-file.ts';
import { waitFor } from '../support/wait-for.ts';

/*
 * Secrets of rules: they go in, are sent to what the rule watches, and are seen nowhere else, even where that sends
 * back what it was sent. The test server fails when one is seen in an answer or the log.
 */

const password = 'pAssw0rd-That-Nobody-May-See';
const token = 'tok3n-That-Nobody-May-See';
const apiKey = 'aPi-Key-That-Nobody-May-See';
const fromVariable = 'vAriable-That-Nobody-May-See';
const fromFile = 'fIle-That-Nobody-May-See';
const changed = 'fIle-Changed-That-Nobody-May-See';
const pair = Buffer.from(`prober:${password}`).toString('base64');
const hidden = [password, token, apiKey, fromVariable, fromFile, changed, pair];

let own: ServerWithFile;
const received: IncomingHttpHeaders[] = [];
/** It tells everybody what it was sent. */
const source = createServer(({ headers }, response) => {
  received.push(headers);
  const seen = [headers.authorization, headers['x-api-key']].join(' ');
  response.writeHead(200, { 'content-type': 'application/json', 'x-seen': seen });
  response.end(JSON.stringify({ seen }));
});
let url: string;

before(async () => {
  source.listen(0, '127.0.0.1');
  await once(source, 'listening');
  url = `http://127.0.0.1:${portOf(source)}/health`;
  own = await serverWithFile([], { secrets: hidden, env: { PROBE_TOKEN: fromVariable } });
  await mkdir(join(own.folder, 'secrets'));
  await writeFile(join(own.folder, 'secrets', 'token'), `${fromFile}\n`);
  await writeFile(join(own.folder, 'outside'), 'not to be read');
});
after(async () => {
  source.closeAllConnections();
  source.close();
  await own?.[Symbol.asyncDispose]();
});

const put = (name: string, body: unknown) =>
  own.server.call(`/api/tocsin/secrets/${name}`, { method: 'PUT', body });

async function kept(name: string, body: unknown) {
  const answer = await put(name, body);
  assert.equal(answer.status, 200, answer.text);
  return Object(answer.body);
}

/** A rule whose only alert says all that is known of it. */
const ruleBody = (id: string, params: object) => ({
  name: `Rule ${id}`,
  rule_type_id: 'http-check',
  consumer: 'alerts',
  schedule: { interval: '1s' },
  params: {
    targets: [{ url }],
    bodyJson: [{ path: '$.seen', operator: '==', value: 'nothing' }],
    retries: 0,
    ...params,
  },
  actions: [
    {
      id: 'sandbox',
      group: 'down',
      params: {
        eventAction: 'trigger',
        summary: '{{context.reason}} {{rule.params}} {{context}}',
        customDetails: { rule: '{{{rule}}}', alert: '{{{alert}}}', all: '{{{.}}}', context: '{{{context}}}' },
      },
      frequency: { summary: false, notify_when: 'onActionGroupChange', throttle: null },
    },
  ],
});

const createRule = (id: string, params: object) =>
  own.server.call(`/api/alerting/rule/${id}`, { body: ruleBody(id, params) });

async function running(id: string, params: object): Promise<void> {
  const { status, text } = await createRule(id, params);
  assert.equal(status, 200, text);
}

const asked = (what: (headers: IncomingHttpHeaders) => boolean) =>
  waitFor('the source to be asked', () => (received.some(what) ? true : undefined));

/** Everything that can be read of a rule, its events and what was sent for it. */
async function readAll(id: string): Promise<string> {
  const paths = [
    `/api/alerting/rule/${id}`,
    `/api/tocsin/rule/${id}/alerts`,
    `/api/tocsin/rule/${id}/history?quiet=true`,
    '/api/tocsin/events?limit=50',
    '/api/tocsin/sandbox/incidents',
    '/api/tocsin/sandbox/calls',
    '/api/tocsin/secrets',
    '/api/tocsin/settings',
  ];
  const texts: string[] = [];
  for (const path of paths) texts.push((await own.server.call(path)).text);
  const events = Object((await own.server.call('/api/tocsin/events?limit=50')).body).items;
  for (const { id: event } of events) texts.push((await own.server.call(`/api/tocsin/events/${event}`)).text);
  return texts.join('\n');
}

const reasonOf = async (id: string) => {
  const { items } = Object((await own.server.call('/api/tocsin/sandbox/incidents')).body);
  return items.find((item: { dedup_key: string }) => item.dedup_key.startsWith(`${id}:`))?.summary;
};

const kinds: readonly (readonly [name: string, secret: object, header: string, sent: string])[] = [
  ['basic', { type: 'basic', username: 'prober', password }, 'authorization', `Basic ${pair}`],
  ['bearer', { type: 'bearer', token }, 'authorization', `Bearer ${token}`],
  ['header', { type: 'header', name: 'X-Api-Key', value: apiKey }, 'x-api-key', apiKey],
];
for (const [name, secret, header, sent] of kinds) {
  test(`a secret of the type ${name} is sent, and seen in no event, answer, history or log`, async () => {
    const shown = await kept(name, secret);
    assert.deepEqual([shown.name, shown.type, shown.used_by], [name, name, []]);
    await running(`of-${name}`, { auth: { secret: name } });
    await asked((headers) => headers[header] === sent);
    const summary = await waitFor('the incident', () => reasonOf(`of-${name}`));
    assert.match(summary, /\$\.seen is "[^"]*\[secret\]/, 'the source sent it back, and it was struck out');
    const all = await readAll(`of-${name}`);
    assert.match(all, /\[secret\]/);
    for (const each of hidden) assert.ok(!all.includes(each));
    const preview = await own.server.call('/api/tocsin/rule/_preview', {
      body: ruleBody(`tried-${name}`, { auth: { secret: name } }),
    });
    assert.equal(preview.status, 200, preview.text);
    assert.match(preview.text, /\[secret\]/);
  });
}

test('secrets are listed without what is in them, with the rules that use them', async () => {
  const { status, body } = await own.server.call('/api/tocsin/secrets');
  assert.equal(status, 200);
  const items: Record<string, unknown>[] = Object(body).items;
  assert.deepEqual(
    items.map(({ name, type, is_missing: isMissing, used_by: usedBy }) => [name, type, isMissing, usedBy]),
    kinds.map(([name]) => [name, name, false, [{ id: `of-${name}`, name: `Rule of-${name}` }]]),
  );
  for (const item of items) {
    assert.deepEqual(Object.keys(item).toSorted(), [
      'created_at',
      'is_missing',
      'is_preconfigured',
      'name',
      'type',
      'updated_at',
      'used_by',
    ]);
  }
});

test('nobody reads or writes them who is not signed in', async () => {
  for (const [method, path] of [
    ['GET', '/api/tocsin/secrets'],
    ['PUT', '/api/tocsin/secrets/x'],
    ['DELETE', '/api/tocsin/secrets/basic'],
  ]) {
    const body = method === 'PUT' ? { type: 'bearer', token: 'x' } : undefined;
    const answer = await own.server.call(path ?? '', { method, body, authorization: null });
    assert.equal(answer.status, 401, `${method} ${path}`);
  }
});

const long = `${token}${'x'.repeat(9000)}`;
const wrong: readonly (readonly [what: string, body: unknown, says: RegExp])[] = [
  ['of no type', { token }, /\[request body\.type\]: use \{"type": "basic"/],
  ['of a type that there is not', { type: token, token }, /\[request body\.type\]: use \{"type": "basic"/],
  ['with too much in it', { type: 'bearer', token, more: apiKey }, /definition for this key is missing/],
  ['that is too long', { type: 'bearer', token: long }, /\[request body\.token\]: .*8192 characters/],
  ['that is no text', { type: 'bearer', token: [token] }, /\[request body\.token\]: use a text, or \{"file"/],
  ['that is a list', [token], /\[request body/],
  [
    'that can not be sent',
    { type: 'bearer', token: `${token} ${token}` },
    /token can not be sent in a header/,
  ],
  ['under a name of ours', { type: 'header', name: 'Host', value: token }, /Tocsin sets this header itself/],
  ['under a name that is none', { type: 'header', name: 'a b', value: token }, /this is no name of a header/],
];
for (const [what, body, says] of wrong) {
  test(`a secret ${what} is refused, and not repeated`, async () => {
    const { status, text } = await put('wrong', body);
    assert.equal(status, 400, text);
    assert.match(Object(JSON.parse(text)).message, says);
    for (const each of hidden) assert.ok(!text.includes(each), text);
  });
}

test('a secret by a name that is none is refused', async () => {
  for (const name of ['a%20b', '-a', '__proto__', 'x'.repeat(65)]) {
    const { status, text } = await put(name, { type: 'bearer', token });
    assert.equal(status, 400, text);
    assert.match(text, /is no name of a secret: use up to 64 letters/);
  }
});

test('a rule that refers to a secret that is not there is refused with words that help', async () => {
  const { status, body } = await createRule('refers', { auth: { secret: 'nothing' } });
  assert.equal(status, 400);
  assert.equal(
    Object(body).message,
    'params invalid: [auth.secret]: there is no secret "nothing": make it first (PUT /api/tocsin/secrets/nothing)',
  );
});

test('credentials in plain params are refused with words that help, and not repeated', async () => {
  for (const params of [
    { headers: { Authorization: `Bearer ${token}` } },
    { headers: { 'X-Api-Key': apiKey } },
    { targets: [{ url: `http://prober:${password}@127.0.0.1/` }] },
  ]) {
    const { status, text } = await createRule('plain', params);
    assert.equal(status, 400, text);
    assert.match(text, /make a secret \(PUT \/api\/tocsin\/secrets\/\{name\}\) and refer to it by auth/);
  }
});

test('a secret that a rule uses can not be deleted, and the rule is named; afterwards it can', async () => {
  const remove = () => own.server.call('/api/tocsin/secrets/bearer', { method: 'DELETE' });
  const refused = await remove();
  assert.equal(refused.status, 409);
  assert.match(refused.text, /used by rules: .*Rule of-bearer.* \(of-bearer\)/);
  const deleted = await own.server.call('/api/alerting/rule/of-bearer', { method: 'DELETE' });
  assert.equal(deleted.status, 204, deleted.text);
  assert.equal((await remove()).status, 204);
  assert.equal((await remove()).status, 404);
});

test('a variable or a file may hold it where the settings say so, and nowhere else', async () => {
  const variable = { type: 'bearer', token: `\${PROBE_TOKEN}` };
  const file = { type: 'bearer', token: { file: join(own.folder, 'secrets', 'token') } };
  const before = await put('variable', variable);
  assert.equal(before.status, 400);
  assert.match(before.text, /PROBE_TOKEN, which secrets may not use: add it to rules\.secrets\.variables/);
  assert.match((await put('file', file)).text, /is in none of the folders of rules\.secrets\.folders/);

  await own.write('rules.secrets: {variables: [PROBE_*], folders: [secrets]}');
  await own.hangUp('the settings were read anew');
  await kept('variable', variable);
  await kept('file', file);
  const outside = await put('outside', { type: 'bearer', token: { file: join(own.folder, 'outside') } });
  assert.match(outside.text, /is in none of the folders/);
  const settings = await put('settings', { type: 'bearer', token: `\${TOCSIN_ADMIN_PASSWORD}` });
  assert.match(settings.text, /TOCSIN_ADMIN_PASSWORD, which secrets may not use/);

  await running('of-variable', { auth: { secret: 'variable' } });
  await asked(({ authorization }) => authorization === `Bearer ${fromVariable}`);
  await running('of-file', { auth: { secret: 'file' } });
  await asked(({ authorization }) => authorization === `Bearer ${fromFile}`);
  await writeFile(join(own.folder, 'secrets', 'token'), changed);
  await asked(({ authorization }) => authorization === `Bearer ${changed}`);
});

test('the settings may bring secrets, from the file itself, variables and files, for files of rules too', async () => {
  const rule = ruleBody('of-settings', { auth: { secret: 'brought' } });
  await writeFile(join(own.folder, 'rules.yml'), JSON.stringify({ rules: [{ id: 'of-settings', ...rule }] }));
  await writeFile(join(own.folder, 'brought'), fromFile);
  const secrets = (token: unknown) =>
    `rules.secrets.preconfigured: {brought: {type: bearer, token: ${JSON.stringify(token)}}}`;
  received.length = 0;
  await own.write('rules.files: [rules.yml]', secrets(`\${PROBE_TOKEN}`));
  await own.hangUp('the settings were read anew');
  await asked(({ authorization }) => authorization === `Bearer ${fromVariable}`);
  await own.write('rules.files: [rules.yml]', secrets({ file: 'brought' }));
  await own.hangUp('the settings were read anew');
  await asked(({ authorization }) => authorization === `Bearer ${fromFile}`);

  const { body } = await own.server.call('/api/tocsin/secrets');
  const shown = Object(body).items.find(({ name }: { name: string }) => name === 'brought');
  assert.deepEqual([shown.is_preconfigured, shown.created_at], [true, null]);
  assert.equal((await put('brought', { type: 'bearer', token })).status, 400);
  const deleted = await own.server.call('/api/tocsin/secrets/brought', { method: 'DELETE' });
  assert.equal(deleted.status, 400);
  assert.match(deleted.text, /comes from the settings \(rules\.secrets\.preconfigured\)/);

  await own.write('rules.files: [rules.yml]', secrets({ file: 'missing' }));
  await own.hangUp('the settings were read anew');
  assert.match(
    own.server.child.stderr,
    /WARN: the secret "brought" can not be used: token names the file \S+missing, which can not be read \(ENOENT\)/,
  );
  await own.write(
    'rules.secrets.preconfigured:',
    `  "-a": {type: bearer, token: ${token}}`,
    `  b: {type: bearer, password: ${password}}`,
    '  c: {type: digest}',
    '  d: {type: header, name: Host, value: x}',
  );
  await own.hangUp('are wrong: those in force stay');
  const { code, stderr } = await tocsin(['config', 'check', '--config', join(own.folder, 'tocsin.yml')]);
  assert.equal(code, 78);
  for (const says of [
    /rules\.secrets\.preconfigured\.-a \(.* line 2\) is \*+: "-a" is no name of a secret/,
    /rules\.secrets\.preconfigured\.b\.token \(.* line 3\) has no value: use a text, or \{"file"/,
    /rules\.secrets\.preconfigured\.b\.password \(.* line 3\) is \*+: there is no such key/,
    /rules\.secrets\.preconfigured\.c\.type \(.* line 4\) is "digest": use \{"type": "basic"/,
    /rules\.secrets\.preconfigured\.d\.name \(.* line 5\) is "Host": Tocsin sets this header itself/,
  ])
    assert.match(stderr, says);
  for (const each of hidden) assert.ok(!stderr.includes(each), stderr);
});

test('what can not be read any more is an error of the run, in words', async () => {
  await own.write('');
  await own.hangUp('the settings were read anew');
  const message = await waitFor('an error of the rule', async () => {
    const { body } = await own.server.call('/api/alerting/rule/of-file');
    return Object(body).execution_status.error?.message;
  });
  assert.match(
    message,
    /the secret "file" can not be used: token names the file .*, which is in none of the folders of rules\.secrets\.folders/,
  );
});

test('on disk they are sealed, survive a rotation of the keys and a restart', async () => {
  const data = own.server.data;
  const { code, stderr } = await tocsin(['key', 'rotate', '--data', data]);
  assert.equal(code, 0, stderr);
  assert.match(stderr, /secrets of rules were sealed anew/);
  await own.restart();
  for (const name of await readdir(data)) {
    const file = join(data, name);
    if (!(await stat(file)).isFile()) continue;
    const bytes = await readFile(file).catch(() => Buffer.alloc(0));
    for (const each of hidden) assert.ok(!bytes.includes(each), `${each} stands in ${name}`);
  }
  received.length = 0;
  await asked((headers) => headers.authorization === `Basic ${pair}`);
  await asked((headers) => headers['x-api-key'] === apiKey);
});
