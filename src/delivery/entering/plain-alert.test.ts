import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { mutationOf } from '../../../test/support/arbitrary-json.ts';
import { withRoutingKey } from '../../pagerduty/event.ts';
import { maxBodyBytes } from '../../pagerduty/limits.ts';
import type { DeliveryConnector } from '../delivery-service.ts';
import { eventFromParams } from './event-from-params.ts';
import { plainAlert } from './plain-alert.ts';

const connector: DeliveryConnector = {
  id: 'on-call',
  name: 'On-call',
  options: { client: 'Payments', clientUrl: 'https://pay.example/' },
  defaultSource: 'Tocsin connector on-call',
  changeEventFault: undefined,
  targetId: 1,
};
const facts = { newDedupKey: 'd'.repeat(32), now: Date.UTC(2026, 10, 23) };
const defaults = {
  dedupKey: () => facts.newDedupKey,
  source: connector.defaultSource,
  timestamp: () => '2026-11-23T00:00:00.000Z',
  client: connector.options.client,
  clientUrl: connector.options.clientUrl,
};

const full = {
  eventAction: 'trigger',
  dedupKey: 'db1/disk',
  summary: 'Disk full',
  source: 'db1',
  severity: 'critical',
  timestamp: '2026-05-06T10:00:00+02:00',
  component: 'sda',
  group: 'databases',
  class: 'disk',
  customDetails: { free: 0, nested: { list: [1, null, 'x', true, -0.5] } },
  links: [
    { href: 'https://runbook.example/', text: 'Runbook' },
    { href: ' ', text: 'nowhere' },
  ],
  client: 'Shop',
  clientUrl: 'https://shop.example/',
};

/** What the schemas make of it, as JSON text; `undefined` where they refuse it. */
function bySchema(params: unknown): string | undefined {
  const made = eventFromParams(params, connector, facts);
  return made.kind === 'invalid' ? undefined : JSON.stringify(made.event);
}

/** What comes over the wire: what JSON can not say does not. */
const overTheWire = (value: unknown): unknown => JSON.parse(JSON.stringify(value) ?? 'null');

const textual = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 12 }),
  fc.constantFrom('', ' ', 'x'.repeat(255), 'x'.repeat(256), 'x'.repeat(1024), 'x'.repeat(1025), '\ud800'),
);
const details = fc.oneof(
  fc.dictionary(fc.string({ unit: 'binary' }), fc.jsonValue({ stringUnit: 'binary' })),
  fc.constantFrom<unknown>('{"a":1}', { __proto__: null, a: 'x'.repeat(90_000) }, { a: '\0'.repeat(90_000) }),
);
const anyParams = fc.record(
  {
    eventAction: fc.constantFrom('trigger', 'acknowledge', 'resolve', 'change', 'close'),
    dedupKey: textual,
    summary: textual,
    source: textual,
    severity: fc.constantFrom('critical', 'error', 'warning', 'info', 'major'),
    timestamp: fc.constantFrom(
      '',
      '2026-05-06T10:00:00.000Z',
      '2026-02-30T10:00:00.000Z',
      '1700000000000',
      'foo',
    ),
    component: textual,
    group: textual,
    class: textual,
    customDetails: details,
    links: fc.array(fc.record({ href: textual, text: textual }), { maxLength: 3 }),
    images: fc.array(fc.record({ src: textual }), { maxLength: 1 }),
    client: textual,
    clientUrl: textual,
  },
  { requiredKeys: [] },
);

test('whatever it takes, the schemas take too, and make the same event of it', () => {
  const params = fc.oneof(
    { weight: 2, arbitrary: anyParams },
    { weight: 1, arbitrary: fc.constant(full).chain(mutationOf) },
    { weight: 1, arbitrary: anyParams.chain(mutationOf) },
  );
  const taken = { all: 0, plain: 0 };
  fc.assert(
    fc.property(params, (value) => {
      const received = overTheWire(value);
      const plain = plainAlert(received, defaults);
      taken.all++;
      if (plain === undefined) return;
      taken.plain++;
      assert.equal(JSON.stringify(plain), bySchema(received));
      assert.ok(Buffer.byteLength(withRoutingKey(plain, '0'.repeat(32))) <= maxBodyBytes);
    }),
    { numRuns: 3000 },
  );
  assert.ok(
    taken.plain > taken.all / 20,
    `${taken.plain} of ${taken.all} were plain: too few to say anything`,
  );
});

const plain: [what: string, params: object][] = [
  ['an event with every field', full],
  ['one with none', {}],
  ['a resolve', { eventAction: 'resolve', dedupKey: 'x' }],
  ['an acknowledge with more than it needs', { eventAction: 'acknowledge', dedupKey: 'x', summary: 'y' }],
  ['a summary and a key as long as may be', { summary: 's'.repeat(1024), dedupKey: 'k'.repeat(255) }],
  ['one of 70,000 characters', { customDetails: { note: 'x'.repeat(70_000) } }],
  ['texts beyond ASCII', { summary: 'Größe 😀', customDetails: { größe: '😀' } }],
];
for (const [what, params] of plain) {
  test(`the short way takes ${what}`, () => {
    const event = plainAlert(params, defaults);
    assert.ok(event !== undefined);
    assert.equal(JSON.stringify(event), bySchema(params));
  });
}

const nested = (depth: number): object => (depth === 1 ? {} : { a: nested(depth - 1) });

const left: [what: string, params: unknown][] = [
  ['an unknown field', { sumary: 'x' }],
  ['a key too long', { dedupKey: 'k'.repeat(256) }],
  ['a summary too long', { summary: 's'.repeat(1025) }],
  ['a resolve without a key', { eventAction: 'resolve' }],
  ['a resolve with a blank key', { eventAction: 'resolve', dedupKey: ' ' }],
  ['a change event', { eventAction: 'change', summary: 'x' }],
  ['a timestamp that is none', { timestamp: 'foo' }],
  ['null for a text', { source: null }],
  ['details as text', { customDetails: '{}' }],
  ['a list for details', { customDetails: [] }],
  ['details that nest too deep', { customDetails: nested(101) }],
  ['half a pair in a text', { summary: '\ud800' }],
  ['half a pair in a key of details', { customDetails: { '\ud800': 1 } }],
  ['a key of details that means a prototype', { customDetails: JSON.parse('{"a":{"__proto__":1}}') }],
  ['a link without text', { links: [{ href: 'https://x.example' }] }],
  ['a link with more', { links: [{ href: 'https://x.example', text: 'x', title: 'y' }] }],
  ['images', { images: [] }],
  ['a list', [{}]],
  ['nothing', undefined],
];
for (const [what, params] of left) {
  test(`the short way leaves to the schemas: ${what}`, () => {
    assert.equal(plainAlert(params, defaults), undefined);
  });
}

test('details nest as deep on the short way as by the schemas', () => {
  const params = { customDetails: nested(100) };
  assert.equal(JSON.stringify(plainAlert(params, defaults)), bySchema(params));
  assert.equal(bySchema({ customDetails: nested(101) }), undefined);
});

test('an event that may be too large is measured by the schemas’ way', () => {
  // Control characters are six bytes each, and these are as many as the limit holds.
  const most = { customDetails: { note: '\0'.repeat(Math.floor(maxBodyBytes / 6)) } };
  assert.equal(plainAlert(most, defaults), undefined);
  assert.equal(bySchema(most), undefined, 'it is indeed too large');
});
