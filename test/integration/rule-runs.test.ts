import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { TestServer } from '../support/test-server.ts';
import { waitFor } from '../support/wait-for.ts';

/* Rules as a person goes about them: from a condition to an incident in the sandbox, and back to quiet. */

let server: TestServer;
let folder: Awaited<ReturnType<typeof temporaryFolder>>;
before(async () => {
  folder = await temporaryFolder();
  server = await TestServer.start({ data: folder.path });
});
after(async () => {
  await server[Symbol.asyncDispose]();
  await folder[Symbol.asyncDispose]();
});

const each = { summary: false, notify_when: 'onActionGroupChange', throttle: null };
const trigger = {
  id: 'sandbox',
  group: 'default',
  params: {
    eventAction: 'trigger',
    summary: '{{context.summary}} on {{context.host}}',
    severity: '{{context.severity}}',
    source: '{{context.host}}',
    customDetails: { host: '{{context.host}}', load: '{{context.load}}' },
  },
  frequency: each,
};
const onRecovery = (eventAction: string) => ({
  id: 'sandbox',
  group: 'recovered',
  params: { eventAction },
  frequency: each,
});

async function call(path: string, body?: unknown, method = body === undefined ? 'GET' : 'POST') {
  const answer = await server.call(path, { method, ...(body !== undefined && { body }) });
  assert.ok(answer.status < 300, `${method} ${path}: ${answer.status} ${answer.text}`);
  return Object(answer.body);
}

async function rule(id: string, more: object = {}) {
  return call(`/api/alerting/rule/${id}`, {
    name: `Rule ${id}`,
    rule_type_id: 'external',
    consumer: 'alerts',
    schedule: { interval: '1s' },
    params: {},
    actions: [trigger],
    ...more,
  });
}

const active = (id: string, more: object = {}) => ({
  id,
  state: 'active',
  summary: 'Disk full',
  severity: 'critical',
  context: { host: 'db1', load: 0.97 },
  ...more,
});
const report = (id: string, ...alerts: object[]) => call(`/api/tocsin/rule/${id}/alerts`, { alerts });

interface Incident {
  readonly dedup_key: string;
  readonly status: string;
  readonly summary: string;
  readonly severity: string;
}

/** The newest incident of a key in the sandbox, once it is as it should be. */
async function incident(key: string, status: string): Promise<Incident> {
  let last: unknown;
  return waitFor(`${key} to be ${status}`, async () => {
    const { items } = await call('/api/tocsin/sandbox/incidents');
    last = items.find((item: Incident) => item.dedup_key === key);
    return Object(last).status === status ? (Object(last) as Incident) : undefined;
  });
}

async function incidentsOf(key: string): Promise<number> {
  const { items } = await call('/api/tocsin/sandbox/incidents');
  return items.filter((item: Incident) => item.dedup_key === key).length;
}

test('by curl alone: a rule, a report, an incident with what the report said, and its end', async () => {
  await rule('disk');
  const taken = await report('disk', active('db1'));
  assert.deepEqual([taken.active, taken.new, taken.recovered], [1, 1, 0]);
  assert.equal(taken.events[0].dedup_key, 'disk:db1');
  const opened = await incident('disk:db1', 'triggered');
  assert.equal(opened.summary, 'Disk full on db1');
  const event = await call(`/api/tocsin/events/${taken.events[0].id}`);
  assert.deepEqual(event.body.payload.custom_details, { host: 'db1', load: 0.97 });
  assert.equal(event.source, 'rule');

  const over = await report('disk', { id: 'db1', state: 'recovered' });
  assert.deepEqual([over.active, over.recovered], [0, 1]);
  await incident('disk:db1', 'resolved');
  const shown = await call('/api/alerting/rule/disk');
  assert.equal(shown.execution_status.status, 'ok');
});

test('an alert’s timeline tells what happened to it, which event it became, and what PagerDuty said', async () => {
  await rule('line');
  await report('line', active('a'), active('b'));
  await incident('line:a', 'triggered');
  await report('line', active('a', { severity: 'warning' }));
  await report('line', { id: 'a', state: 'recovered' });
  await incident('line:a', 'resolved');
  const path = '/api/tocsin/rule/line/alert/a/timeline';
  const { alert, items, next_cursor: next } = await call(path);
  assert.equal(alert.status, 'recovered');
  assert.equal(next, null);
  assert.deepEqual(
    items.map((item: { what: string; event: Record<string, unknown> | null }) => [
      item.what,
      ...(item.event === null ? [] : [item.event.action, item.event.severity]),
    ]),
    [
      ['auto_resolve', 'resolve', null],
      ['recovered'],
      ['action', 'trigger', 'warning'],
      ['action', 'trigger', 'critical'],
      ['new'],
    ],
  );
  const { event } = items[0];
  assert.equal(event.dedup_key, 'line:a');
  const settled = await waitFor('the resolve to be told of as delivered', async () => {
    const [newest] = (await call(path)).items;
    return newest.event.state === 'delivered' ? newest.event : undefined;
  });
  assert.deepEqual([settled.attempts, settled.errors], [1, []]);

  const first = await call(`${path}?limit=2`);
  const rest = await call(`${path}?limit=10&cursor=${first.next_cursor}`);
  assert.deepEqual(
    [...first.items, ...rest.items].map(({ at, what }) => [at, what]),
    items.map(({ at, what }: { at: string; what: string }) => [at, what]),
  );
  const other = await call('/api/tocsin/rule/line/alert/b/timeline');
  assert.equal(other.items.length, 2);
  assert.equal((await server.call('/api/tocsin/rule/line/alert/c/timeline')).status, 404);
  assert.equal((await server.call(`${path}?cursor=1`)).status, 400);
});

test('a recovery action that resolves closes the incident with the key it was opened with', async () => {
  await rule('resolves', { actions: [trigger, onRecovery('resolve')] });
  await report('resolves', active('a'));
  await incident('resolves:a', 'triggered');
  await report('resolves', { id: 'a', state: 'recovered' });
  await incident('resolves:a', 'resolved');
});

test('a recovery action that acknowledges leaves the incident open, acknowledged', async () => {
  await rule('acknowledges', { actions: [trigger, onRecovery('acknowledge')] });
  await report('acknowledges', active('a'));
  await incident('acknowledges:a', 'triggered');
  await report('acknowledges', { id: 'a', state: 'recovered' });
  await incident('acknowledges:a', 'acknowledged');
});

test('a recovery action that triggers goes to the same incident', async () => {
  await rule('triggers', {
    actions: [
      trigger,
      { ...onRecovery('trigger'), params: { eventAction: 'trigger', summary: 'It is over' } },
    ],
  });
  await report('triggers', active('a'));
  await incident('triggers:a', 'triggered');
  const { events } = await report('triggers', { id: 'a', state: 'recovered' });
  assert.equal(events.length, 1);
  assert.equal(events[0].dedup_key, 'triggers:a');
  assert.equal(await incidentsOf('triggers:a'), 1);
});

test('with auto_resolve off and no recovery action the incident stays, and is used again when the alert is back', async () => {
  await rule('stays', { auto_resolve: false });
  await report('stays', active('a'));
  await incident('stays:a', 'triggered');
  assert.deepEqual((await report('stays', { id: 'a', state: 'recovered' })).events, []);
  await report('stays', active('a'));
  await incident('stays:a', 'triggered');
  assert.equal(await incidentsOf('stays:a'), 1);
});

for (const [name, path, before] of [
  ['muted', '_mute_all', undefined],
  ['snoozed', undefined, { schedule: { custom: { start: '2026-01-01T00:00:00Z', duration: '30000d' } } }],
] as const) {
  test(`an alert that recovers while its rule is ${name} still closes what it opened`, async () => {
    const id = `quiet-${name}`;
    await rule(id);
    await report(id, active('a'));
    await incident(`${id}:a`, 'triggered');
    if (path === undefined) await call(`/api/alerting/rule/${id}/snooze_schedule`, before);
    else await call(`/api/alerting/rule/${id}/${path}`, undefined, 'POST');
    assert.deepEqual((await report(id, active('b'))).events, [], 'nobody hears of a new one');
    await report(id, { id: 'a', state: 'recovered' });
    await incident(`${id}:a`, 'resolved');
  });
}

test('disabling a rule resolves what it has open; enabled again its alerts are new', async () => {
  await rule('ends');
  await report('ends', active('a'));
  await incident('ends:a', 'triggered');
  await call('/api/alerting/rule/ends/_disable', undefined, 'POST');
  await incident('ends:a', 'resolved');
  const refused = await server.call('/api/tocsin/rule/ends/alerts', {
    method: 'POST',
    body: { alerts: [active('a')] },
  });
  assert.equal(refused.status, 409);
  await call('/api/alerting/rule/ends/_enable', undefined, 'POST');
  assert.equal((await report('ends', active('a'))).new, 1);
  await incident('ends:a', 'triggered');
});

test('deleting a rule resolves what it has open, unless on_rule_end says leave', async () => {
  for (const [id, more, status] of [
    ['gone', {}, 'resolved'],
    ['left', { on_rule_end: 'leave' }, 'triggered'],
  ] as const) {
    await rule(id, more);
    await report(id, active('a'));
    await incident(`${id}:a`, 'triggered');
    await call(`/api/alerting/rule/${id}`, undefined, 'DELETE');
    await incident(`${id}:a`, status);
    assert.equal((await server.call(`/api/alerting/rule/${id}`)).status, 404);
  }
});

test('a changed dedup key closes the old incident with the old key and opens one under the new', async () => {
  await rule('rekeyed');
  await report('rekeyed', active('a'));
  await incident('rekeyed:a', 'triggered');
  const { actions } = await call('/api/alerting/rule/rekeyed');
  const [{ uuid }] = actions;
  const params = { ...trigger.params, dedupKey: 'new {{alert.id}}' };
  await call(
    '/api/alerting/rule/rekeyed',
    {
      name: 'Rule rekeyed',
      schedule: { interval: '1s' },
      params: {},
      actions: [{ ...trigger, uuid, params }],
    },
    'PUT',
  );
  await incident('rekeyed:a', 'resolved');
  await incident('new a', 'triggered');
});

test('an alert can be acknowledged and resolved by hand; while it is active nobody hears of it again', async () => {
  await rule('byhand');
  await report('byhand', active('a'));
  await incident('byhand:a', 'triggered');
  await call('/api/tocsin/rule/byhand/alert/a/_acknowledge', undefined, 'POST');
  await incident('byhand:a', 'acknowledged');
  const { muted_until_recovery: muted } = await call(
    '/api/tocsin/rule/byhand/alert/a/_resolve',
    undefined,
    'POST',
  );
  assert.equal(muted, true);
  await incident('byhand:a', 'resolved');
  assert.deepEqual((await report('byhand', active('a'))).events, []);
  await report('byhand', { id: 'a', state: 'recovered' });
  assert.equal((await report('byhand', active('a'))).events.length, 1, 'back after a recovery it pages');
  const nobody = await server.call('/api/tocsin/rule/byhand/alert/nobody/_resolve', { method: 'POST' });
  assert.equal(nobody.status, 404);
});

test('an alert that is not reported for the time of the rule recovers by the schedule', async () => {
  await rule('absent', { params: { timeout: '2s' } });
  await report('absent', active('a'));
  await incident('absent:a', 'triggered');
  await incident('absent:a', 'resolved');
});

test('a killed server goes on where it was: what was open is closed when its alert recovers', async () => {
  await rule('killed');
  await report('killed', active('a'), active('b'));
  await server.child.kill('SIGKILL');
  server = await TestServer.start({ data: folder.path });
  const { items } = await call('/api/tocsin/rule/killed/alerts');
  assert.deepEqual(
    items.map(({ id, status, open }: { id: string; status: string; open: object[] }) => [
      id,
      status,
      open.length,
    ]),
    [
      ['a', 'active', 1],
      ['b', 'active', 1],
    ],
  );
  await incident('killed:a', 'triggered');
  const { events } = await report('killed', active('a'), { id: 'b', state: 'recovered' });
  assert.deepEqual(
    events.map((event: { dedup_key: string }) => event.dedup_key),
    ['killed:b'],
  );
  await report('killed', { id: 'a', state: 'recovered' });
  await incident('killed:a', 'resolved');
  await incident('killed:b', 'resolved');
});

test('an alert that was resolved by hand and is unmuted pages again when it is found again', async () => {
  await rule('unmuted');
  await report('unmuted', active('a'));
  await incident('unmuted:a', 'triggered');
  const { muted_until_recovery: isMuted } = await call(
    '/api/tocsin/rule/unmuted/alert/a/_resolve',
    undefined,
    'POST',
  );
  assert.equal(isMuted, true);
  await incident('unmuted:a', 'resolved');
  assert.deepEqual((await report('unmuted', active('a'))).events, []);
  await call('/api/alerting/rule/unmuted/alert/a/_unmute', undefined, 'POST');
  assert.equal((await report('unmuted', active('a'))).events.length, 1);
  await incident('unmuted:a', 'triggered');
});

test('the history tells what happened and which event it became', async () => {
  await rule('told');
  await report('told', active('a'));
  await report('told', { id: 'a', state: 'recovered' });
  const { items } = await call('/api/tocsin/rule/told/history');
  const words = items.flatMap((run: { entries: { what: string; event_id: string | null }[] }) =>
    run.entries.map(({ what, event_id: event }) => `${what}${event === null ? '' : ' event'}`),
  );
  assert.deepEqual(words, ['recovered', 'auto_resolve event', 'new', 'action event']);
});

test('always-firing pages by itself, on its schedule', async () => {
  await call('/api/alerting/rule/always', {
    name: 'Always',
    rule_type_id: 'always-firing',
    consumer: 'alerts',
    schedule: { interval: '1s' },
    params: {},
    actions: [{ ...trigger, params: { eventAction: 'trigger' } }],
  });
  const seen = await waitFor('an alert', async () => {
    const { items } = await call('/api/tocsin/rule/always/alerts');
    return items.find(({ open }: { open: { dedup_key: string }[] }) => open.length > 0);
  });
  await incident(seen.open[0].dedup_key, 'triggered');
  await call('/api/alerting/rule/always', undefined, 'DELETE');
  await incident(seen.open[0].dedup_key, 'resolved');
});

for (const [name, body, words] of [
  ['no alerts', { alerts: [] }, /alerts/],
  ['an alert without an id', { alerts: [{ state: 'active' }] }, /alerts\.0\.id/],
  ['another state', { alerts: [{ id: 'a', state: 'firing' }] }, /alerts\.0\.state/],
  ['an unknown key', { alerts: [{ id: 'a', sevrity: 'x' }] }, /sevrity/],
] as const) {
  test(`a report is refused: ${name}`, async () => {
    await rule('refuses').catch(() => {});
    const answer = await server.call('/api/tocsin/rule/refuses/alerts', { method: 'POST', body });
    assert.equal(answer.status, 400);
    assert.match(answer.text, words);
  });
}
