import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Histogram, Registry } from 'prom-client';
import { PlainCounter, PlainHistogram } from './plain-metrics.ts';

test('a counter shows each set of labels with its number, as often as it is asked', async () => {
  const registry = new Registry();
  const counter = new PlainCounter({
    name: 'calls_total',
    help: 'Calls.',
    labelNames: ['verdict', 'reason'],
    registry,
  });
  counter.labels('delivered').inc();
  const retries = counter.labels('retry', 'net"work');
  retries.inc();
  retries.inc(2);
  const lines = [
    '# HELP calls_total Calls.',
    '# TYPE calls_total counter',
    'calls_total{verdict="delivered",reason=""} 1',
    'calls_total{verdict="retry",reason="net\\"work"} 3',
    '',
  ];
  assert.deepEqual((await registry.metrics()).split('\n'), lines);
  assert.deepEqual((await registry.metrics()).split('\n'), lines);
});

test('a counter with one label has only that', async () => {
  const registry = new Registry();
  const counter = new PlainCounter({ name: 'a_total', help: 'A.', labelNames: ['source'], registry });
  counter.labels('relay').inc();
  assert.match(await registry.metrics(), /^a_total\{source="relay"\} 1$/m);
});

test('a counter with three labels keeps each set apart', async () => {
  const registry = new Registry();
  const labelNames = ['method', 'route', 'status'] as const;
  const counter = new PlainCounter({ name: 'b_total', help: 'B.', labelNames, registry });
  counter.labels('POST', '/', '202').inc(2);
  counter.labels('POST', '/', '400').inc();
  counter.labels('GET', '/', '202').inc();
  assert.deepEqual((await registry.metrics()).match(/^b_total.*$/gm), [
    'b_total{method="POST",route="/",status="202"} 2',
    'b_total{method="POST",route="/",status="400"} 1',
    'b_total{method="GET",route="/",status="202"} 1',
  ]);
});

test('a histogram is read as prom-client’s own', async () => {
  const [ours, theirs] = [new Registry(), new Registry()];
  const options = { name: 'took_seconds', help: 'How long.', buckets: [0.1, 0.5, 1] };
  const plain = new PlainHistogram({ ...options, registry: ours });
  const own = new Histogram({ ...options, registers: [theirs] });
  assert.equal(await ours.metrics(), await theirs.metrics(), 'empty');
  for (const value of [0, 0.1, 0.10001, 0.5, 0.75, 1, 1.5, 3600]) {
    plain.observe(value);
    own.observe(value);
  }
  assert.equal(await ours.metrics(), await theirs.metrics());
  assert.equal(await ours.getSingleMetricAsString('took_seconds'), (await ours.metrics()).trim());
  assert.equal((await ours.getMetricsAsJSON()).length, 1);
});
