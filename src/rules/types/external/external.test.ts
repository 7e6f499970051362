import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runForTest } from '../run-for-test.ts';
import { type AlertReport, applyReports } from './apply-reports.ts';
import { external } from './external.ts';

const now = Date.UTC(2026, 4, 6, 10, 0, 0);
const minute = 60_000;
const active = (id: string, more: Partial<AlertReport> = {}): AlertReport => ({
  id,
  state: 'active',
  ...more,
});
const recovered = (id: string): AlertReport => ({ id, state: 'recovered' });

const run = async (state: unknown, at: number, timeout: string | null = null) =>
  await external.execute(runForTest({ timeout }, { state, now: at }));
const idsAt = async (state: unknown, at: number, timeout?: string) =>
  (await run(state, at, timeout)).alerts.map(({ id }) => id);

test('before the first report there are no alerts', async () => {
  assert.deepEqual(await run(undefined, now), { alerts: [], state: undefined });
});

test('a reported alert is active until it is reported recovered; others stay as they are', async () => {
  const first = applyReports(undefined, [active('a'), active('b')], now);
  assert.deepEqual(await idsAt(first, now + 1000 * minute), ['a', 'b']);
  const second = applyReports(first, [recovered('a'), active('c'), recovered('unknown')], now + minute);
  assert.deepEqual(await idsAt(second, now + minute), ['b', 'c']);
});

test('of several reports on one alert the last holds', async () => {
  const reports = [active('a', { severity: 'info' }), recovered('a'), active('a', { severity: 'critical' })];
  const { alerts } = await run(applyReports(undefined, reports, now), now);
  assert.deepEqual(
    alerts.map(({ id, severity }) => [id, severity]),
    [['a', 'critical']],
  );
});

test('an alert that is not repeated within the timeout is over; one that is repeated is not', async () => {
  const first = applyReports(undefined, [active('a'), active('b')], now);
  const second = applyReports(first, [active('b')], now + 5 * minute);
  assert.deepEqual(await idsAt(second, now + 10 * minute - 1, '10m'), ['a', 'b']);
  assert.deepEqual(await idsAt(second, now + 10 * minute, '10m'), ['b']);
  const { state } = await run(second, now + 10 * minute, '10m');
  assert.deepEqual(await idsAt(state, now + 10 * minute, '20m'), ['b'], 'and it is forgotten');
});

test('a run in which nothing is over leaves the very state it was given', async () => {
  const state = applyReports(undefined, [active('a')], now);
  assert.equal((await run(state, now + minute, '10m')).state, state);
});

test('what the program said is seen by templates, and what it is made of can not be overwritten', async () => {
  const report = active('disk', {
    summary: 'Disk full',
    severity: 'major',
    context: { host: 'db1', severity: 'own' },
    links: [{ href: 'https://example.com', text: 'Dashboard' }, { href: 'https://example.org' }],
  });
  const { alerts } = await run(applyReports(undefined, [report], now), now + minute);
  assert.deepEqual(alerts, [
    {
      id: 'disk',
      group: 'default',
      severity: 'major',
      links: [{ href: 'https://example.com', text: 'Dashboard' }, { href: 'https://example.org' }],
      context: {
        host: 'db1',
        summary: 'Disk full',
        severity: 'major',
        links: [{ href: 'https://example.com', text: 'Dashboard' }, { href: 'https://example.org' }],
        reportedAt: '2026-05-06T10:00:00.000Z',
      },
    },
  ]);
});

test('an id may be any text, and the state survives JSON', async () => {
  const state = applyReports(undefined, [active('__proto__'), active('constructor')], now);
  assert.deepEqual(await idsAt(JSON.parse(JSON.stringify(state)), now), ['__proto__', 'constructor']);
});

test('a timeout that is no duration is refused with the words for that', () => {
  const { error } = external.params.safeParse({ timeout: '10x' });
  assert.deepEqual(
    error?.issues.map(({ path, message }) => [path.join('.'), message]),
    [['timeout', 'string is not a valid duration: 10x']],
  );
});
