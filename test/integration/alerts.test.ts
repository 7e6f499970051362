import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { TestServer } from '../support/test-server.ts';
import { waitFor } from '../support/wait-for.ts';

/* Rules and alerts as screens look at them and change them. */

let server: TestServer;
before(async () => {
  server = await TestServer.start();
});
after(() => server.stop());

async function call(path: string, body?: unknown, method = body === undefined ? 'GET' : 'POST') {
  const answer = await server.call(path, { method, ...(body !== undefined && { body }) });
  assert.ok(answer.status < 300, `${method} ${path}: ${answer.status} ${answer.text}`);
  return Object(answer.body);
}

const trigger = {
  id: 'sandbox',
  group: 'default',
  params: { eventAction: 'trigger', summary: '{{context.summary}}', severity: '{{context.severity}}' },
  frequency: { summary: false, notify_when: 'onActionGroupChange', throttle: null },
};

const rule = (id: string, more: object = {}) =>
  call(`/api/alerting/rule/${id}`, {
    name: `Rule ${id}`,
    rule_type_id: 'external',
    consumer: 'alerts',
    schedule: { interval: '1h' },
    params: {},
    actions: [trigger],
    ...more,
  });

const report = (id: string, ...alerts: object[]) => call(`/api/tocsin/rule/${id}/alerts`, { alerts });
const change = async (body: object) => (await call('/api/tocsin/rules/_change', body)).results;
const dedupKeys = async () =>
  (await call('/api/tocsin/incidents')).items.map(({ dedup_key }: { dedup_key: string }) => dedup_key);

test('an alert is listed with what it told, and its story goes from its first match to PagerDuty’s answer', async () => {
  await rule('disks', { tags: ['storage'] });
  await report('disks', { id: 'db/1', summary: 'Disk full', severity: 'critical' });
  const { total, items } = await call('/api/tocsin/alerts?search=storage+disk&severity=critical');
  assert.equal(total, 1);
  const [alert] = items;
  assert.deepEqual(
    [alert.rule_name, alert.id, alert.status, alert.severity, alert.summary, alert.group_name],
    ['Rule disks', 'db/1', 'active', 'critical', 'Disk full', 'Reported'],
  );
  assert.deepEqual(alert.open, [{ connector_id: 'sandbox', dedup_key: 'disks:db/1' }]);
  const path = `/api/tocsin/rule/disks/alert/${encodeURIComponent('db/1')}`;
  const told = await waitFor('the answer', async () => {
    const { items: entries } = await call(`${path}/timeline`);
    return entries[0]?.event?.state === 'delivered' ? entries : undefined;
  });
  assert.deepEqual(
    told.map(({ what, group_name }: { what: string; group_name: string }) => [what, group_name]),
    [
      ['action', null],
      ['new', 'Reported'],
    ],
  );
  const { event } = told[0];
  assert.deepEqual(
    [event.action, event.attempt_log.length, event.attempt_log[0].status],
    ['trigger', 1, 202],
  );
  assert.equal((await call('/api/tocsin/rule/disks/events')).items[0].id, event.id);
  assert.deepEqual(await call(path), alert);
  assert.equal((await server.call('/api/tocsin/rule/disks/alert/unknown')).status, 404);
  assert.equal((await server.call('/api/tocsin/rule/unknown/alert/a')).status, 404);
});

test('a rule is listed with how it stands with it, and its details say what its snoozes and its params are', async () => {
  await rule('listed', { params: { timeout: '10m' } });
  await report('listed', { id: 'a', summary: 'A' }, { id: 'b', summary: 'B' });
  const { items } = await call('/api/tocsin/rules?search=listed&state=active');
  const [listed] = items;
  assert.deepEqual(
    [listed.id, listed.type_name, listed.active_alerts, listed.open_incidents, listed.outcome, listed.muted],
    ['listed', 'External alerts', 2, 2, 'succeeded', false],
  );
  assert.deepEqual(listed.connector_ids, ['sandbox']);
  assert.deepEqual(await change({ ids: ['listed'], action: 'snooze', seconds: 3600 }), [
    { id: 'listed', error: null },
  ]);
  const schedule = {
    start: '2030-01-07T20:00:00.000Z',
    duration: '2h',
    timezone: 'Europe/Berlin',
    recurring: { every: '1w', onWeekDay: ['MO'] },
  };
  await change({ ids: ['listed'], action: 'snooze', schedule });
  const details = await call('/api/tocsin/rule/listed');
  assert.deepEqual(
    details.snoozes.map((each: { id: string | null; active_until: string | null }) => [
      each.id === null,
      each.active_until !== null,
    ]),
    [
      [true, true],
      [false, false],
    ],
  );
  assert.deepEqual(details.snoozes[1].recurrence, { frequency: 'weekly', interval: 1, weekdays: ['MO'] });
  assert.equal(details.snoozes[1].next, '2030-01-07T20:00:00.000Z');
  assert.equal(details.params[0].name, 'timeout');
  assert.equal((await call('/api/tocsin/rules?state=snoozed')).total, 1);
  await change({ ids: ['listed'], action: 'unsnooze' });
  assert.equal((await call('/api/tocsin/rules?state=snoozed')).total, 0);
});

test('many rules are changed at once; what can not be done with one is told beside it', async () => {
  for (const id of ['one', 'two']) {
    await rule(id);
    await report(id, { id: 'a', summary: 'A' });
  }
  assert.deepEqual(await change({ ids: ['one', 'unknown', 'two'], action: 'mute' }), [
    { id: 'one', error: null },
    { id: 'unknown', error: 'Saved object [alert/unknown] not found' },
    { id: 'two', error: null },
  ]);
  assert.equal((await call('/api/tocsin/rules?state=muted')).total, 2);
  await change({ ids: ['one'], action: 'disable', incidents: 'leave' });
  await change({ ids: ['two'], action: 'delete', incidents: 'resolve' });
  await waitFor('the resolve', async () => !(await dedupKeys()).includes('two:a'));
  assert.ok((await dedupKeys()).includes('one:a'), 'what was to be left is still open');
  const run = await change({ ids: ['one'], action: 'run' });
  assert.match(run[0].error, /disabled/);
  const overview = await call('/api/tocsin/rules/overview');
  assert.equal(overview.rules.total, overview.rules.enabled + 1);
  assert.equal(
    overview.types.some(({ id }: { id: string }) => id === 'external'),
    true,
  );
});

test('what is not understood is refused in words', async () => {
  const snooze = await change({ ids: ['one'], action: 'snooze' });
  assert.match(snooze[0].error, /seconds or a schedule/);
  for (const query of ['state=odd', 'limit=0', 'limit=1001', 'from=-1', 'colour=red']) {
    assert.equal((await server.call(`/api/tocsin/rules?${query}`)).status, 400, query);
    assert.equal((await server.call(`/api/tocsin/alerts?${query}`)).status, 400, query);
  }
  assert.equal(
    (await server.call('/api/tocsin/rules/_change', { body: { ids: [], action: 'run' } })).status,
    400,
  );
});
