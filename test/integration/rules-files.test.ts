import assert from 'node:assert/strict';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { test } from 'node:test';
import { ref } from '../../src/config/test-loader.ts';
import { tocsin } from '../support/child.ts';
import { portOf } from '../support/port-of.ts';
import { type ServerWithFile, serverWithFile } from '../support/settings-file.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { TestServer } from '../support/test-server.ts';
import { waitFor } from '../support/wait-for.ts';

/* Rules as files: what stands in them is what the server does, from the start on and after each SIGHUP. */

interface Said {
  readonly name?: string;
  readonly summary?: string;
  readonly connector?: string;
  readonly more?: readonly string[];
}

/** A rule to which alerts are reported, as lines of a file. */
const rule = (id: string, { name = `Rule ${id}`, summary, connector, more = [] }: Said = {}) => [
  `  - id: ${id}`,
  `    name: ${name}`,
  '    rule_type_id: external',
  '    schedule: {interval: 1m}',
  '    actions:',
  `      - id: ${connector ?? 'sandbox'}`,
  '        group: default',
  '        frequency: {summary: false, notify_when: onActionGroupChange}',
  '        params:',
  `          summary: "${summary ?? '{{context.summary}}'}"`,
  ...more.map((line) => `    ${line}`),
];

const settings = ['rules.files: ["rules/*.yml"]', 'logging.level: info'];

interface Place extends Pick<ServerWithFile, 'server' | 'hangUp' | 'restart' | 'write' | 'folder'> {
  /** Writes a file of rules; no lines: an empty one. */
  rules(file: string, ...rules: readonly (readonly string[])[]): Promise<void>;
}

/** A server with files of rules; it starts with those of `files`. */
async function withRules(
  files: Readonly<Record<string, readonly (readonly string[])[]>>,
  use: (place: Place) => Promise<void>,
): Promise<void> {
  await using own = await serverWithFile([]);
  await mkdir(join(own.folder, 'rules'));
  const rules = (file: string, ...list: readonly (readonly string[])[]) =>
    writeFile(
      join(own.folder, 'rules', file),
      list.length === 0 ? '' : `${['rules:', ...list.flat()].join('\n')}\n`,
    );
  for (const [file, list] of Object.entries(files)) await rules(file, ...list);
  await own.write(...settings);
  await own.hangUp('the settings were read anew');
  await use({
    get server() {
      return own.server;
    },
    folder: own.folder,
    hangUp: own.hangUp,
    restart: own.restart,
    write: own.write,
    rules,
  });
}

async function call(server: TestServer, path: string, body?: unknown, method?: string) {
  const answer = await server.call(path, { ...(method && { method }), ...(body !== undefined && { body }) });
  assert.ok(answer.status < 300, `${path}: ${answer.status} ${answer.text}`);
  return Object(answer.body);
}

const report = (server: TestServer, id: string, alert: string) =>
  call(server, `/api/tocsin/rule/${id}/alerts`, { alerts: [{ id: alert, summary: 'Disk full' }] });
const read = (server: TestServer, id: string) => call(server, `/api/alerting/rule/${id}`);
const status = async (server: TestServer, path: string, method = 'GET', body?: unknown) =>
  (await server.call(path, { method, ...(body !== undefined && { body }) })).status;

/** Waits until the newest incident of a key is as it should be. */
async function incident(server: TestServer, key: string, state: string) {
  return waitFor(`the incident ${key} to be ${state}`, async () => {
    const { items } = await call(
      server,
      `/api/tocsin/sandbox/incidents?dedup_key=${encodeURIComponent(key)}`,
    );
    return items.find((each: { status: string }) => each.status === state);
  });
}

test('rules come, change and go with their files, and what is open goes on or ends with them', async () => {
  await withRules({ 'a.yml': [rule('kept'), rule('edited')], 'b.yml': [rule('gone')] }, async (place) => {
    const { server } = place;
    assert.match(
      server.child.stderr,
      /the rule "kept" is new; the rule "edited" is new; the rule "gone" is new/,
    );
    for (const id of ['kept', 'edited', 'gone']) {
      await report(server, id, 'db1');
      await incident(server, `${id}:db1`, 'triggered');
    }
    const before = await read(server, 'kept');
    assert.deepEqual(before.managed_by, { file: 'rules/a.yml' });
    assert.equal(before.consumer, 'alerts');

    await place.rules(
      'a.yml',
      rule('kept'),
      rule('edited', { summary: 'Now: {{context.summary}}' }),
      rule('new'),
    );
    await place.rules('b.yml');
    await place.hangUp('the settings were read anew');
    assert.match(
      server.child.stderr,
      /read anew: the rule "edited" was changed; the rule "gone" is in no file any more and has ended; the rule "new" is new/,
    );
    await incident(server, 'gone:db1', 'resolved');
    assert.equal(await status(server, '/api/alerting/rule/gone'), 404);
    assert.deepEqual(
      [(await read(server, 'kept')).revision, (await read(server, 'edited')).revision],
      [0, 1],
    );
    assert.equal((await read(server, 'kept')).updated_at, before.updated_at);
    await incident(server, 'edited:db1', 'triggered');
    const recovered = { alerts: [{ id: 'db1', state: 'recovered' }] };
    await call(server, '/api/tocsin/rule/edited/alerts', recovered);
    await incident(server, 'edited:db1', 'resolved');

    await place.rules('a.yml', rule('kept', { more: ['enabled: false'] }));
    await place.hangUp('the rule "kept" was changed');
    await incident(server, 'kept:db1', 'resolved');
    assert.equal((await read(server, 'kept')).enabled, false);
  });
});

test('a rule that only stands in another file, or in another place, is not touched', async () => {
  await withRules({ 'a.yml': [rule('x'), rule('y')] }, async (place) => {
    const { server, folder } = place;
    await report(server, 'x', 'db1');
    const before = await read(server, 'x');
    await rename(join(folder, 'rules', 'a.yml'), join(folder, 'rules', 'z.yml'));
    await place.rules('z.yml', rule('y'), rule('x'));
    await place.hangUp('the rule "x" stands in another file');
    const after = await read(server, 'x');
    assert.deepEqual(after, {
      ...before,
      managed_by: { file: 'rules/z.yml' },
      ...(after.next_run && { next_run: after.next_run }),
      execution_status: after.execution_status,
      ...(after.last_run && { last_run: after.last_run }),
    });
    await place.hangUp('the settings were read anew: nothing has changed');
  });
});

test('what people do to a rule of a file stays, and what the file says they can not change', async () => {
  await withRules({ 'a.yml': [rule('x')] }, async (place) => {
    const { server } = place;
    await report(server, 'x', 'db1');
    await incident(server, 'x:db1', 'triggered');
    await call(server, '/api/tocsin/rule/x/alert/db1/_acknowledge', undefined, 'POST');
    await incident(server, 'x:db1', 'acknowledged');
    await call(server, '/api/alerting/rule/x/_mute_all', undefined, 'POST');
    assert.equal(await status(server, '/internal/alerting/rule/x/_run_soon', 'POST'), 204);

    const body = { name: 'Mine', schedule: { interval: '1m' } };
    for (const [method, path, given] of [
      ['PUT', '', body],
      ['DELETE', '', undefined],
      ['POST', '/_enable', undefined],
      ['POST', '/_disable', { untrack: true }],
    ] as const) {
      const answer = await server.call(`/api/alerting/rule/x${path}`, {
        method,
        ...(given !== undefined && { body: given }),
      });
      assert.equal(answer.status, 400, answer.text);
      assert.match(
        answer.text,
        /Rule x comes from the file rules\/a\.yml and can not be \w+ here: change it there/,
      );
    }
    await place.rules('a.yml', rule('x', { name: 'Other' }));
    await place.hangUp('the rule "x" was changed');
    const { name, mute_all } = await read(server, 'x');
    assert.deepEqual({ name, mute_all }, { name: 'Other', mute_all: true });
    await incident(server, 'x:db1', 'acknowledged');
  });
});

test('files with mistakes change nothing, and the log names each with its line; a rule of the API is in the way', async () => {
  await withRules({ 'a.yml': [rule('x')] }, async (place) => {
    const { server } = place;
    await call(server, '/api/alerting/rule/mine', {
      name: 'Made by hand',
      rule_type_id: 'external',
      consumer: 'alerts',
      schedule: { interval: '1m' },
    });
    await place.rules('a.yml', rule('x', { name: 'Other' }), rule('y', { more: ['on_rule_end: stay'] }));
    await place.rules('b.yml', rule('x'));
    await place.hangUp('those in force stay');
    const said = (pattern: RegExp) =>
      waitFor(`${pattern}`, () => (pattern.test(server.child.stderr) ? true : undefined));
    await said(/rules\/a\.yml line 22: rule "y": on_rule_end is "stay": use resolve or leave/);
    await said(/rules\/b\.yml line 2: rule "x": its id is there twice, in rules\/a\.yml line 2 and here/);
    assert.equal((await read(server, 'x')).name, 'Rule x');

    // What only the server can know: connectors that were saved, and ids that are taken.
    await place.rules(
      'a.yml',
      rule('x', { name: 'Other' }),
      rule('mine'),
      rule('z', { connector: 'nobody' }),
    );
    await place.rules('b.yml');
    await place.hangUp('those in force stay');
    await said(
      /rules\/a\.yml line 12: rule "mine": a rule that was made by the API has this id already \("Made by hand"\)/,
    );
    await said(/rules\/a\.yml line 27: rule "z": actions\.0\.id: there is no connector "nobody"/);
    assert.equal((await read(server, 'x')).name, 'Rule x');
    assert.equal(await status(server, '/api/alerting/rule/z'), 404);

    // A connector that comes with the same SIGHUP counts.
    await place.rules('a.yml', rule('x'), rule('z', { connector: 'new' }));
    const key = 'nE1'.padEnd(32, 'a1');
    server.secrets.add(key);
    await place.write(
      ...settings,
      `actions.preconfigured.new: {name: New, actionTypeId: .pagerduty, secrets: {routingKey: ${key}}}`,
    );
    await place.hangUp('the rule "z" is new');
    // And one that goes with it does not.
    await place.rules('a.yml', rule('x'), rule('z', { connector: 'new', name: 'Z' }));
    await place.write(...settings);
    await place.hangUp('those in force stay');
    await said(/there is no connector "new"/);
    // The folder is gone, as when it is not mounted: no rule ends by it.
    await rm(join(place.folder, 'rules'), { recursive: true });
    await place.hangUp('those in force stay');
    await said(/entry 1, is "rules\/\*\.yml": no file matches/);
    assert.equal((await read(server, 'x')).name, 'Rule x');
  });
});

test('over restarts the rules of files go on, and what was changed meanwhile is applied', async () => {
  await withRules({ 'a.yml': [rule('x'), rule('y')] }, async (place) => {
    await report(place.server, 'x', 'db1');
    await report(place.server, 'y', 'db1');
    await incident(place.server, 'x:db1', 'triggered');
    await incident(place.server, 'y:db1', 'triggered');
    await place.restart();
    assert.doesNotMatch(place.server.child.stderr, /rules of files/);
    assert.equal((await call(place.server, '/api/tocsin/rule/x/alerts')).items.length, 1);
    await call(place.server, '/api/tocsin/rule/x/alerts', { alerts: [{ id: 'db1', state: 'recovered' }] });
    const { items } = await call(place.server, '/api/tocsin/events?limit=5');
    assert.ok(
      items.some((event: { dedup_key: string; event_action: string }) => event.dedup_key === 'x:db1'),
    );

    await place.rules('a.yml', rule('x', { name: 'Other' }));
    await place.restart();
    assert.match(
      place.server.child.stderr,
      /rules of files: the rule "x" was changed; the rule "y" is in no file any more and has ended/,
    );
    assert.equal((await read(place.server, 'x')).name, 'Other');
    assert.equal(await status(place.server, '/api/alerting/rule/y'), 404);
  });
});

test('a server does not start with files that are wrong, and config check says the same', async () => {
  await using folder = await temporaryFolder();
  const file = join(folder.path, 'tocsin.yml');
  await mkdir(join(folder.path, 'rules'));
  await writeFile(file, 'rules.files: [rules/*.yml]\n');
  const write = (text: string) => writeFile(join(folder.path, 'rules', 'a.yml'), text);
  const check = (env = {}) => tocsin(['config', 'check', '--config', file], { cwd: folder.path, env });
  const serve = (env = {}) =>
    tocsin(['serve', '--no-build', '--port', '0', '--data', join(folder.path, 'data'), '--config', file], {
      env,
    });

  await write(['rules:', ...rule('x', { summary: '{{#a}}', more: ['on_rule_ends: leave'] })].join('\n'));
  const checked = await check();
  assert.equal(checked.code, 78);
  assert.deepEqual(checked.stderr.trimEnd().split('\n'), [
    'tocsin: rules/a.yml line 12: rule "x": there is no key "on_rule_ends": did you mean "on_rule_end"?',
  ]);
  const served = await serve();
  assert.deepEqual([served.code, served.stderr], [78, checked.stderr]);

  // A variable that only a file of rules names is no unknown setting, for no command.
  await write(
    ['rules:', ...rule('x', { name: `${ref('TOCSIN_TEAM')} disks`, connector: 'saved' })].join('\n'),
  );
  assert.match((await check()).stderr, /names the environment variable TOCSIN_TEAM, which is not set/);
  const env = { TOCSIN_TEAM: 'Web' };
  const good = await check(env);
  assert.equal(good.code, 0, good.stderr);
  assert.match(good.stderr, /^rules\.files: 1 rule in 1 file$/m);
  assert.match(good.stderr, /rules\/a\.yml line 7: the connector "saved" is none of the settings'/);
  const other = await tocsin(['user', 'list', '--config', file], { cwd: folder.path, env });
  assert.equal(other.code, 1, 'there is no data yet, but no setting is wrong');
  const alone = await serve(env);
  assert.equal(alone.code, 78);
  assert.match(alone.stderr, /rules\/a\.yml line 7: rule "x": actions\.0\.id: there is no connector "saved"/);
});

test('a file brings a connector with the rules that use it, and both go with it', async () => {
  await withRules({ 'a.yml': [rule('x')] }, async (place) => {
    const { server } = place;
    const key = 'nE2'.padEnd(32, 'b2');
    server.secrets.add(key);
    const connector = [
      'connectors:',
      '  team:',
      '    name: Team',
      '    actionTypeId: .pagerduty',
      `    config: {apiUrl: "${server.url}/sandbox/v2/enqueue"}`,
      '    secrets: {routingKeyFile: key}',
    ];
    await writeFile(join(place.folder, 'key'), key);
    await writeFile(
      join(place.folder, 'rules', 'team.yml'),
      [...connector, 'rules:', ...rule('team', { connector: 'team' })].join('\n'),
    );
    await place.hangUp('the connector "team" is new; the rule "team" is new');
    assert.equal((await call(server, '/api/actions/connector/team')).is_preconfigured, true);
    await report(server, 'team', 'db1');
    await incident(server, 'team:db1', 'triggered');
    await rm(join(place.folder, 'rules', 'team.yml'));
    await place.hangUp('the connector "team" is gone; the rule "team" is in no file any more');
    await incident(server, 'team:db1', 'resolved');
  });
});

test('a server that is killed while it applies files completes that at its next start', async () => {
  await using folder = await temporaryFolder();
  const file = join(folder.path, 'tocsin.yml');
  const data = join(folder.path, 'data');
  await writeFile(file, 'rules.files: [all.yml]\n');
  await writeFile(join(folder.path, 'all.yml'), '');
  const start = () => TestServer.start({ data, words: ['--config', file] });
  const names = async (server: TestServer) => {
    const { data: rules } = await call(server, '/api/alerting/rules/_find?per_page=5000&fields=name');
    return rules.map(({ name }: { name: string }) => name).sort();
  };
  const write = (ids: readonly string[], name: string) =>
    writeFile(
      join(folder.path, 'all.yml'),
      ['rules:', ...ids.flatMap((id) => rule(id, { name: `${name} ${id}` }))].join('\n'),
    );
  const ids = Array.from({ length: 600 }, (_, n) => `r${1000 + n}`);

  const first = await start();
  await write(ids, 'First');
  first.child.process.kill('SIGHUP');
  await waitFor('some rules', async () => ((await names(first)).length > 0 ? true : undefined));
  await first.child.kill('SIGKILL');
  const second = await start();
  assert.deepEqual(
    await names(second),
    ids.map((id) => `First ${id}`),
  );

  const left = ids.slice(0, 500);
  await write(left, 'Second');
  second.child.process.kill('SIGHUP');
  await waitFor('some changes', async () => {
    const all: string[] = await names(second);
    return all.some((name) => name.startsWith('Second')) || all.length < ids.length ? true : undefined;
  });
  await second.child.kill('SIGKILL');
  await using third = await start();
  assert.deepEqual(
    await names(third),
    left.map((id) => `Second ${id}`),
  );
});

test('a web service is watched by one file: broken it is an incident, mended it is resolved', async () => {
  let status = 200;
  let asked = '';
  const web = createServer((request, response) => {
    asked = request.headers.authorization ?? '';
    response.writeHead(status).end('hello');
  });
  await new Promise<void>((resolve) => web.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${portOf(web)}/`;
  await withRules({ 'a.yml': [rule('x')] }, async (place) => {
    const { server } = place;
    const lines = [
      'rules:',
      '  - id: web',
      '    name: Web',
      '    rule_type_id: http-check',
      '    schedule: {interval: 1s}',
      '    params:',
      `      targets: [{name: shop, url: "${url}"}]`,
      '      retries: 0',
      '      auth: {secret: shop}',
      '    actions:',
      '      - id: sandbox',
      '        group: down',
      '        frequency: {summary: false, notify_when: onActionGroupChange}',
      '        params: {summary: "{{alert.id}} is down"}',
    ];
    await writeFile(join(place.folder, 'rules', 'web.yml'), lines.join('\n'));
    await place.hangUp('those in force stay');
    assert.match(
      server.child.stderr,
      /rules\/web\.yml line 9: rule "web": params\.auth\.secret: there is no secret "shop": make it first/,
    );
    const secret = { type: 'bearer', token: 'sE3cretToken' };
    server.secrets.add(secret.token);
    await call(server, '/api/tocsin/secrets/shop', secret, 'PUT');
    await place.hangUp('the rule "web" is new');
    await waitFor('a first check', () => (asked === `Bearer ${secret.token}` ? true : undefined));
    status = 500;
    await incident(server, 'web:shop', 'triggered');
    status = 200;
    await incident(server, 'web:shop', 'resolved');
    const exported = await tocsin(['rules', 'export', '--data', server.data, '--id', 'web']);
    assert.deepEqual(
      exported.stdout
        .split('\n')
        .filter((line) => /^ {4}params|^ {6}/.test(line))
        .slice(0, 8),
      [
        '      interval: 1s',
        '    params:',
        '      targets:',
        '        - name: shop',
        `          url: ${url}`,
        '      auth:',
        '        secret: shop',
        '      retries: 0',
      ],
    );
  });
  web.close();
});

test('what was made by the API is exported as a file that brings the same rule', async () => {
  await withRules({ 'a.yml': [rule('filed')] }, async (place) => {
    const { server } = place;
    const body = {
      name: `Disks: "all" of ${ref('THEM')}`,
      rule_type_id: 'external',
      consumer: 'stackAlerts',
      tags: ['db', '# no comment'],
      schedule: { interval: '90s' },
      params: { timeout: '10m' },
      alert_delay: { active: 3 },
      flapping: { look_back_window: 10, status_change_threshold: 4 },
      on_rule_end: 'leave',
      errors_before_alert: 0,
      actions: [
        {
          id: 'sandbox',
          group: 'default',
          frequency: { summary: false, notify_when: 'onThrottleInterval', throttle: '1h' },
          params: {
            summary: '{{context.summary}}\nin two lines',
            customDetails: { load: '{{context.load}}' },
          },
          alerts_filter: {
            timeframe: { days: [1, 2], hours: { start: '08:00', end: '17:00' }, timezone: 'Europe/Berlin' },
          },
        },
        {
          id: 'sandbox',
          group: 'recovered',
          frequency: { summary: false, notify_when: 'onActionGroupChange', throttle: null },
          params: { eventAction: 'resolve' },
        },
      ],
    };
    await call(server, '/api/alerting/rule/made', body);
    await call(server, '/api/alerting/rule/plain', {
      name: 'Plain',
      rule_type_id: 'always-firing',
      consumer: 'alerts',
      enabled: false,
      schedule: { interval: '1m' },
      params: { instances: 5, urgent: 1 },
    });
    const words = ['rules', 'export', '--data', server.data];
    const exported = await tocsin([...words, '--all']);
    assert.equal(exported.code, 0, exported.stderr);
    assert.match(exported.stderr, /1 rule comes from files already/);
    assert.match(exported.stdout, /^# Rules of Tocsin/);
    assert.doesNotMatch(exported.stdout, /null|uuid|filed|instances|auto_resolve/);
    const one = await tocsin([...words, '--id', 'filed']);
    assert.match(one.stdout, /- id: filed\n/);
    assert.equal((await tocsin([...words, '--id', 'nobody'])).code, 1);
    assert.equal((await tocsin(words)).code, 2);

    const made = await read(server, 'made');
    const plain = await read(server, 'plain');
    for (const id of ['made', 'plain'])
      assert.equal(await status(server, `/api/alerting/rule/${id}`, 'DELETE'), 204);
    await writeFile(join(place.folder, 'rules', 'b.yml'), exported.stdout);
    await place.hangUp('the rule "made" is new; the rule "plain" is new');
    for (const before of [made, plain]) {
      const after = await read(server, before.id);
      assert.deepEqual(whatCounts(after), whatCounts(before));
    }
    const again = await tocsin([...words, '--id', 'made', '--id', 'plain']);
    assert.equal(again.stdout, exported.stdout);
  });
});

/** Without what every new rule has of its own. */
function whatCounts(rule: Record<string, unknown>): unknown {
  const { actions, ...rest } = rule;
  const own = ['created_at', 'updated_at', 'created_by', 'updated_by', 'api_key_owner', 'next_run'];
  const others = [...own, 'execution_status', 'last_run', 'managed_by', 'revision'];
  return {
    ...Object.fromEntries(Object.entries(rest).filter(([name]) => !others.includes(name))),
    actions: Array.isArray(actions) ? actions.map(({ uuid: _, ...action }) => action) : actions,
  };
}
