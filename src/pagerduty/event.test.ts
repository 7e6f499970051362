import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseActionParams } from './action-params.ts';
import { buildAlertEvent, withRoutingKey } from './event.ts';

const defaults = { defaultDedupKey: 'tocsin-1', defaultSource: 'Tocsin connector c1' };

function built(input: unknown, more: { client?: string; clientUrl?: string } = {}) {
  const parsed = parseActionParams(input);
  assert.ok(parsed.ok, parsed.ok ? '' : parsed.message);
  return buildAlertEvent(parsed.params, { ...defaults, ...more });
}

test('a trigger of nothing has the defaults', () => {
  assert.deepEqual(built({}), {
    event_action: 'trigger',
    dedup_key: 'tocsin-1',
    payload: { summary: 'No summary provided', source: 'Tocsin connector c1', severity: 'info' },
  });
});

test('a trigger has its fields in Kibana’s order, then ours', () => {
  const event = built({
    clientUrl: 'http://client',
    client: 'client',
    images: [{ alt: 'alt', href: 'http://i', src: 'https://i' }],
    links: [{ text: 'text', href: 'http://l' }],
    customDetails: {},
    class: 'class',
    group: 'group',
    component: 'component',
    timestamp: '1700000000000',
    severity: 'error',
    source: 'source',
    summary: 'summary',
    dedupKey: 'key',
  });
  assert.equal(
    JSON.stringify(event),
    '{"event_action":"trigger","dedup_key":"key","payload":{"summary":"summary","source":"source",' +
      '"severity":"error","timestamp":"2023-11-14T22:13:20.000Z","component":"component","group":"group",' +
      '"class":"class","custom_details":{}},"links":[{"href":"http://l","text":"text"}],' +
      '"images":[{"src":"https://i","href":"http://i","alt":"alt"}],"client":"client","client_url":"http://client"}',
  );
});

for (const eventAction of ['acknowledge', 'resolve']) {
  test(`an event to ${eventAction} carries its dedup key and nothing else`, () => {
    const params = { eventAction, dedupKey: ' k ', summary: 's', severity: 'info', links: [], client: 'c' };
    assert.equal(
      JSON.stringify(built(params, { client: 'default', clientUrl: 'http://default' })),
      `{"event_action":"${eventAction}","dedup_key":" k "}`,
    );
  });
}

test('blank texts count as not given, and empty ones are left out', () => {
  const params = {
    dedupKey: ' ',
    summary: ' \n',
    source: '',
    component: '',
    group: '',
    class: '',
    timestamp: ' ',
    links: [
      { href: '', text: 'nowhere' },
      { href: 'http://l', text: '' },
    ],
    images: [{ src: 'https://i', href: '', alt: '' }],
    client: '',
    clientUrl: '',
  };
  assert.deepEqual(built(params), {
    event_action: 'trigger',
    dedup_key: 'tocsin-1',
    payload: { summary: 'No summary provided', source: 'Tocsin connector c1', severity: 'info' },
    links: [{ href: 'http://l' }],
    images: [{ src: 'https://i' }],
  });
});

test('client and client URL come from the params, else from the connector', () => {
  const more = { client: 'default', clientUrl: 'http://default' };
  const own = built({ client: 'own' }, more);
  assert.equal(own.event_action === 'trigger' && own.client, 'own');
  assert.equal(own.event_action === 'trigger' && own.client_url, 'http://default');
});

test('lone surrogates become U+FFFD everywhere, keys of custom details included', () => {
  const lone = 'a\ud800b';
  const event = built({
    dedupKey: lone,
    summary: lone,
    source: lone,
    component: lone,
    group: lone,
    class: lone,
    client: lone,
    clientUrl: lone,
    links: [{ href: lone, text: lone }],
    images: [{ src: `https://${lone}`, href: lone, alt: lone }],
    customDetails: { [lone]: [lone, { [lone]: lone }] },
  });
  const text = withRoutingKey(event, 'k'.repeat(32));
  assert.equal(/\\ud8/i.test(text), false);
  assert.equal(text.split('a\ufffdb').length - 1, 17);
});

test('a key of custom details named __proto__ stays a key', () => {
  const event = built({ customDetails: '{"a":{"__proto__":1}}' });
  assert.match(JSON.stringify(event), /"custom_details":\{"a":\{"__proto__":1\}\}/);
});

test('the routing key is the first field of the body, and the only one of its name', () => {
  const key = 'k'.repeat(32);
  const event = built({});
  assert.ok(
    withRoutingKey(event, key).startsWith(`{"routing_key":"${key}","event_action":"trigger","dedup_key":`),
  );
  assert.equal(JSON.stringify(event).includes('routing_key'), false);
  const posing = { payload: { summary: 's' }, routing_key: 'other' };
  assert.deepEqual(JSON.parse(withRoutingKey(posing, key)), { routing_key: key, payload: { summary: 's' } });
});
