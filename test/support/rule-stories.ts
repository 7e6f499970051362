import assert from 'node:assert/strict';
import { untilState } from './delivered-events.ts';
import type { TestServer } from './test-server.ts';

const often = { summary: false, notify_when: 'onActionGroupChange', throttle: null };

/** An action that says what the alert says. */
const trigger = (connector: string, params: object = {}) => ({
  id: connector,
  group: 'default',
  frequency: often,
  params: {
    eventAction: 'trigger',
    summary: '{{context.summary}}',
    severity: '{{context.severity}}',
    source: '{{alert.id}}',
    ...params,
  },
});

const resolve = (connector: string) => ({
  id: connector,
  group: 'recovered',
  frequency: often,
  params: { eventAction: 'resolve' },
});

/**
 * Rules with something to see: alerts of every severity, one that came, was acknowledged, went and came again, rules
 * that are muted, snoozed, disabled, and one that has not run yet. Made through the API.
 */
export async function fillWithRules(server: TestServer, onCall: string, payments: string) {
  const call = async (path: string, body: object): Promise<object> => {
    const { status, text, body: answer } = await server.call(path, { body });
    assert.ok(status >= 200 && status < 300, `${path}: ${status} ${text}`);
    return Object(answer);
  };
  const rule = (id: string, name: string, more: object = {}) =>
    call(`/api/alerting/rule/${id}`, {
      name,
      rule_type_id: 'external',
      consumer: 'alerts',
      schedule: { interval: '1m' },
      params: { timeout: '2h' },
      actions: [trigger(onCall), resolve(onCall)],
      ...more,
    });
  const report = async (id: string, ...alerts: object[]): Promise<void> => {
    const { events } = Object(await call(`/api/tocsin/rule/${id}/alerts`, { alerts }));
    for (const event of events) await untilState(server, event.id, 'delivered');
  };
  const change = (ids: string[], what: object) => call('/api/tocsin/rules/_change', { ids, ...what });

  await rule('database-disks', 'Disks of the databases', { tags: ['storage', 'production'] });
  const disk = { id: 'db-3 /var/lib/postgresql', summary: 'Disk 97 % full on db-3', severity: 'critical' };
  await report('database-disks', disk, {
    id: 'db-5 /var/log',
    summary: 'Disk 81 % full on db-5',
    severity: 'warning',
  });
  await report('database-disks', { id: disk.id, state: 'recovered' });
  await report('database-disks', disk, { id: 'db-5 /var/log', state: 'recovered' });
  const alert = `/api/tocsin/rule/database-disks/alert/${encodeURIComponent(disk.id)}`;
  assert.equal((await server.call(`${alert}/_acknowledge`, { method: 'POST' })).status, 200);

  await rule('checkout-latency', 'Checkout is slow', {
    tags: ['payments', 'production'],
    actions: [
      trigger(payments, { summary: '{{rule.name}}: {{context.summary}}', component: 'checkout' }),
      resolve(payments),
    ],
    alert_delay: { active: 1 },
  });
  await report(
    'checkout-latency',
    { id: 'eu-west', summary: 'p99 over 2 s in eu-west', severity: 'error' },
    { id: 'us-east', summary: 'p99 over 1 s in us-east', severity: 'warning' },
  );
  await rule('refund-queue', 'Refund queue is behind', {
    tags: ['payments'],
    actions: [trigger(payments, { severity: 'info' })],
  });
  await report('refund-queue', { id: 'refunds', summary: 'Refunds are 40 minutes behind' });
  await rule('nightly-load', 'Nightly load', { tags: ['data team'], schedule: { interval: '1h' } });
  await rule('backups', 'Backups', { tags: ['storage'], actions: [trigger('sandbox')] });
  await rule('practice', 'Always firing, to practise', {
    rule_type_id: 'always-firing',
    params: { instances: 3, urgent: 1, recoveryChance: 0 },
    actions: [],
    schedule: { interval: '1m' },
  });
  await rule('old-mail', 'Mail bounces', { tags: ['mail'], enabled: false });
  await change(['nightly-load'], { action: 'mute' });
  await change(['backups'], {
    action: 'snooze',
    schedule: {
      start: '2026-01-05T20:00:00.000Z',
      duration: '2h',
      timezone: 'Europe/Berlin',
      recurring: { every: '1w', onWeekDay: ['MO', 'TH'] },
    },
  });
  await change(['backups'], { action: 'snooze', seconds: 4 * 3600 });
  return { rule: 'database-disks', alert: disk.id };
}
