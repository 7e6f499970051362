import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { DeliveryConnector } from '../delivery-service.ts';
import { eventFromParams } from './event-from-params.ts';
import { paramsOfBody } from './params-of-body.ts';

const connector: DeliveryConnector = {
  id: 'on-call',
  name: 'On-call',
  options: { client: 'Tocsin', clientUrl: 'https://tocsin.example/' },
  defaultSource: 'Tocsin connector on-call',
  changeEventFault: undefined,
  targetId: 1,
};
const facts = { newDedupKey: '0'.repeat(32), now: Date.UTC(2026, 10, 23) };

const bodies: [what: string, body: Record<string, unknown>][] = [
  [
    'a trigger with every field',
    {
      event_action: 'trigger',
      dedup_key: 'db1/disk',
      payload: {
        summary: 'Disk full',
        source: 'db1',
        severity: 'critical',
        timestamp: '2026-11-23T02:41:00.000Z',
        component: 'sda',
        group: 'databases',
        class: 'disk',
        custom_details: { free: 0, nested: { list: [1, null] } },
      },
      links: [{ href: 'https://runbook.example/', text: 'Runbook' }, { href: 'https://bare.example/' }],
      images: [{ src: 'https://images.example/g.png', href: 'https://images.example/', alt: 'Graph' }],
      client: 'Shop',
      client_url: 'https://shop.example/',
    },
  ],
  ['an acknowledge', { event_action: 'acknowledge', dedup_key: 'db1/disk' }],
  ['a resolve', { event_action: 'resolve', dedup_key: 'db1/disk' }],
  [
    'a change event',
    {
      payload: {
        summary: 'Deployed',
        source: 'ci',
        timestamp: '2026-11-23T02:41:00.000Z',
        custom_details: { build: 7 },
      },
      links: [{ href: 'https://ci.example/7', text: 'Build' }],
    },
  ],
];

for (const [what, body] of bodies) {
  test(`the params of ${what} make the same body again`, () => {
    const { params, leftOut } = paramsOfBody(JSON.stringify(body));
    assert.deepEqual(leftOut, []);
    const made = eventFromParams(params, connector, facts);
    assert.ok(made.kind !== 'invalid', JSON.stringify(made));
    assert.deepEqual({ ...made.event }, body);
  });
}

test('what params can not say is named', () => {
  const body = {
    event_action: 'trigger',
    dedup_key: 'k',
    team: 'blue',
    payload: { summary: 's', source: 's', severity: 'info', runbook: 'x' },
    links: [{ href: 'https://a.example/', rel: 'next' }],
    images: [{ src: 'https://a.example/i.png', width: 1 }],
  };
  const { params, leftOut } = paramsOfBody(JSON.stringify(body));
  assert.deepEqual(leftOut.toSorted(), ['images[0].width', 'links[0].rel', 'payload.runbook', 'team']);
  assert.equal(eventFromParams(params, connector, facts).kind, 'alert', 'what is left is valid');
});

test('a change event keeps what only an alert knows out of its params, and says so', () => {
  const { params, leftOut } = paramsOfBody('{"payload":{"summary":"s","severity":"info"},"client":"c"}');
  assert.deepEqual(params, { eventAction: 'change', summary: 's' });
  assert.deepEqual(leftOut, ['client', 'payload.severity']);
});
