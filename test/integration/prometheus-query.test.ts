import assert from 'node:assert/strict';
import { test } from 'node:test';
import { metricsTarget } from '../support/metrics-target.ts';
import { startPrometheus } from '../support/prometheus.ts';

test('a real Prometheus runs, scrapes, and takes another configuration', async () => {
  await using target = await metricsTarget('demo_load 5\n');
  await using prometheus = await startPrometheus({ jobs: { demo: [target.address] } });
  const answer = await fetch(`${prometheus.url}/api/v1/query?query=demo_load`);
  assert.match(await answer.text(), /"5"/);
  await prometheus.reload({});
});
