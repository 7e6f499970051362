import assert from 'node:assert/strict';
import { test } from 'node:test';
import { howToTell, isTold } from './how-to-tell.ts';

test('rules that ask are not told anything', () => {
  assert.deepEqual(['external', 'http-check', ''].map(isTold), [true, false, false]);
});

test('a program is told where to report, also for a rule whose id needs escaping', () => {
  const [report, recover] = howToTell('external', 'my disks/1', 'https://tocsin.example.com');
  assert.match(
    report?.text ?? '',
    / https:\/\/tocsin\.example\.com\/api\/tocsin\/rule\/my%20disks%2F1\/alerts -d '/,
  );
  const [, body = ''] = /-d '(.*)'$/s.exec(recover?.text ?? '') ?? [];
  assert.deepEqual(JSON.parse(body), { alerts: [{ id: 'db1', state: 'recovered' }] });
});

test('a job is told what to call, by hand and from a crontab', () => {
  const url = 'https://tocsin.example.com/api/tocsin/heartbeat/abc';
  const texts = howToTell('heartbeat', 'backup', 'https://tocsin.example.com', url).map(({ text }) => text);
  assert.equal(texts[0], url);
  assert.ok(texts.every((text) => text.includes(url)));
  assert.ok(texts.some((text) => text.startsWith('0 3 * * * ')));
});

test('Prometheus is told the path, the scheme and the host apart', () => {
  const [snippet] = howToTell('alertmanager', 'prom', 'http://127.0.0.1:5640');
  assert.match(
    snippet?.text ?? '',
    /path_prefix: \/api\/tocsin\/rule\/prom\/alertmanager\n {6}scheme: http\n/,
  );
  assert.match(snippet?.text ?? '', /targets: \['127\.0\.0\.1:5640'\]$/);
});
