import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { parse } from 'yaml';
import { z } from 'zod';
import { createMetrics } from './metrics.ts';
import type { DeliveryFigures } from './watched-gauges.ts';

const page = readFileSync(new URL('../../docs/metrics.md', import.meta.url), 'utf8');
const calm: DeliveryFigures = {
  status: {
    backlog: { events: 0, lanes: 0, oldestSeconds: 0 },
    keys: [],
    gates: [],
    openIncidents: 0,
    deadLetters: 0,
    refusing: null,
  },
  paused: false,
  mostPending: 1_000_000,
  freeDisk: 5_000_000,
  works: true,
};
const key = {
  targetId: 3,
  host: 'events.pagerduty.com',
  pending: 7,
  inFlight: 2,
  limit: 120,
  callsLastMinute: 30,
  restsUntil: null,
};

/** The lines of the page that begin with one of these names, without their labels' order mattering. */
async function read({ registry }: ReturnType<typeof createMetrics>, ...names: string[]): Promise<string[]> {
  const lines = (await registry.metrics()).split('\n');
  return lines.filter((line) =>
    names.some((name) => line.startsWith(`${name} `) || line.startsWith(`${name}{`)),
  );
}

test('docs/metrics.md names every metric with its type and labels, and no other', () => {
  const { registry } = createMetrics('1.2.3');
  const metrics = registry.getMetricsAsArray().filter(({ name }) => name.startsWith('tocsin_'));
  const documented = [...page.matchAll(/^\| `(tocsin_\w+)` \| (\w+) \|([^|]*)\|/gm)];
  const shown = metrics.map((metric) => {
    const names = 'labelNames' in metric && Array.isArray(metric.labelNames) ? metric.labelNames : [];
    const type = 'type' in metric ? metric.type : '';
    return `${metric.name} ${type} ${names.map((name) => `\`${name}\``).join(', ')}`.trim();
  });
  assert.deepEqual(
    documented.map(([, name, type, labels = '']) => `${name} ${type} ${labels.trim()}`.trim()).sort(),
    shown.sort(),
  );
});

const ruleFile = z.object({
  groups: z.array(z.object({ rules: z.array(z.object({ alert: z.string(), expr: z.string() })) })),
});

test('the rules of docs/metrics.md are YAML and ask only for metrics and labels that there are', () => {
  const [, text = ''] = /```yaml\n(groups:.*?)```/s.exec(page) ?? [];
  const rules = ruleFile.parse(parse(text)).groups.flatMap((group) => group.rules);
  assert.ok(rules.length > 5);
  const known = new Map(
    createMetrics('0')
      .registry.getMetricsAsArray()
      .map((metric): [string, readonly string[]] => {
        const names = 'labelNames' in metric && Array.isArray(metric.labelNames) ? metric.labelNames : [];
        return [metric.name, names];
      }),
  );
  for (const { alert, expr } of rules) {
    for (const [, name = '', labels = ''] of expr.matchAll(/(tocsin_\w+)(?:\{([^}]*)\})?/g)) {
      const names = known.get(name) ?? known.get(name.replace(/_(bucket|sum|count)$/, ''));
      assert.ok(names !== undefined, `${alert} asks for ${name}`);
      const asked = [...labels.matchAll(/(\w+)[!=]/g)].map(([, label = '']) => label);
      assert.deepEqual(
        asked.filter((label) => !names.includes(label)),
        [],
        `${alert} asks for a label`,
      );
    }
  }
});

test('gauges show how delivery stands at the moment at which they are read', async () => {
  const metrics = createMetrics('1.2.3');
  let figures = calm;
  let looks = 0;
  metrics.watchDelivery(() => {
    looks++;
    return figures;
  });
  const names = ['tocsin_pending_events', 'tocsin_oldest_pending_seconds', 'tocsin_accepting_events'];
  assert.deepEqual(await read(metrics, ...names), [
    'tocsin_pending_events 0',
    'tocsin_oldest_pending_seconds 0',
    'tocsin_accepting_events 1',
  ]);
  const backlog = { events: 12, lanes: 9, oldestSeconds: 61.5 };
  figures = { ...calm, status: { ...calm.status, backlog, refusing: 'The disk is full.' } };
  assert.deepEqual(await read(metrics, ...names), [
    'tocsin_pending_events 12',
    'tocsin_oldest_pending_seconds 61.5',
    'tocsin_accepting_events 0',
  ]);
  assert.equal(looks, 2, 'once each time, whatever it costs');
});

const budgets: [
  name: string,
  of: Partial<typeof key> | { limit: null } | { restsUntil: number },
  lines: string[],
][] = [
  ['what is left of its limit', {}, ['120', '90']],
  ['nothing, past its limit', { callsLastMinute: 130 }, ['120', '0']],
  ['nothing, while it rests', { restsUntil: 1_795_000_000_000 }, ['120', '0']],
  ['no number, without a limit', { limit: null }, []],
];
for (const [name, of, values] of budgets) {
  test(`the budget of a key is ${name}`, async () => {
    const metrics = createMetrics('1.2.3');
    metrics.watchDelivery(() => ({ ...calm, status: { ...calm.status, keys: [{ ...key, ...of }] } }));
    const lines = await read(metrics, 'tocsin_key_limit', 'tocsin_key_budget');
    const label = '{target="3",host="events.pagerduty.com"}';
    const [limit, budget] = values;
    assert.deepEqual(
      lines,
      limit === undefined ? [] : [`tocsin_key_limit${label} ${limit}`, `tocsin_key_budget${label} ${budget}`],
    );
  });
}

test('a target that is gone is shown no longer, and gates are counted', async () => {
  const metrics = createMetrics('1.2.3');
  let figures: DeliveryFigures = {
    ...calm,
    status: { ...calm.status, keys: [key], gates: [{ of: 'host' }, { of: 'target' }, { of: 'target' }] },
  };
  metrics.watchDelivery(() => figures);
  assert.deepEqual(await read(metrics, 'tocsin_key_pending_events', 'tocsin_gates_closed'), [
    'tocsin_key_pending_events{target="3",host="events.pagerduty.com"} 7',
    'tocsin_gates_closed{of="host"} 1',
    'tocsin_gates_closed{of="target"} 2',
  ]);
  figures = calm;
  assert.deepEqual(await read(metrics, 'tocsin_key_pending_events', 'tocsin_gates_closed'), [
    'tocsin_gates_closed{of="host"} 0',
    'tocsin_gates_closed{of="target"} 0',
  ]);
});
