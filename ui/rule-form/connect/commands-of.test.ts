import assert from 'node:assert/strict';
import { test } from 'node:test';
import { alertmanagerSettings, externalCommands, heartbeatCommands } from './commands-of.ts';

test('a heartbeat’s commands call its URL', () => {
  const { well, failed, crontab } = heartbeatCommands('http://a/api/tocsin/heartbeat/t');
  assert.equal(well, 'curl -fsS http://a/api/tocsin/heartbeat/t');
  assert.match(failed, /http:\/\/a\/api\/tocsin\/heartbeat\/t\/3$/);
  assert.match(crontab, /^beat=http:\/\/a\/api\/tocsin\/heartbeat\/t\n0 3 \* \* \* .*\$beat\/\$\?$/);
});

test('Prometheus is told the scheme where it is not http, and the rule by its id', () => {
  const plain = alertmanagerSettings('http://127.0.0.1:5640', 'a b').prometheus;
  assert.ok(plain.includes('path_prefix: /api/tocsin/rule/a%20b/alertmanager\n'));
  assert.ok(plain.includes("targets: ['127.0.0.1:5640']") && !plain.includes('scheme'));
  assert.ok(alertmanagerSettings('https://tocsin.example.com', 'a').prometheus.includes('scheme: https'));
});

test('a report is JSON in quotes that a shell keeps', () => {
  const { report, recover } = externalCommands('http://a', 'r1');
  assert.ok(report.includes(`-d '{"alerts":[{"id":"db1"`));
  assert.ok(recover.includes('"state":"recovered"'));
});
