import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { type AlertEvent, withRoutingKey } from './event.ts';
import type { FitDefaults } from './fit-result.ts';
import { fitEvent } from './fitting.ts';

const defaults: FitDefaults = {
  dedupKey: { ofTriggers: () => 'made' },
  source: 'Tocsin connector c1',
  severity: 'error',
  timestamp: '2026-01-02T03:04:05.000Z',
};

function fitted(loose: unknown, from: FitDefaults = defaults) {
  const result = fitEvent(loose, from);
  assert.ok(result.kind === 'fits', JSON.stringify(result));
  return { event: result.event, notes: result.notes };
}

function fittedTrigger(loose: object) {
  const { event, notes } = fitted({ event_action: 'trigger', dedup_key: 'k', ...loose });
  assert.ok(event.event_action === 'trigger');
  return { event, notes };
}

const payload = { summary: 's', source: 'h', severity: 'info' };

test('an event that fits stays as it is, without its routing key, in PagerDuty’s order', () => {
  const event = {
    event_action: 'trigger',
    dedup_key: 'k',
    payload: {
      ...payload,
      timestamp: '2011-05-06T17:00:00.000Z',
      component: 'c',
      group: 'g',
      class: 'd',
      custom_details: { a: [{ b: null }], empty: '' },
    },
    links: [{ href: 'http://l', text: 't' }],
    images: [{ src: 'https://i', href: 'http://i', alt: 'a' }],
    client: 'cl',
    client_url: 'http://c',
  };
  const result = fitted({ routing_key: 'r'.repeat(32), ...event });
  assert.equal(JSON.stringify(result.event), JSON.stringify(event));
  assert.deepEqual(result.notes, []);
});

test('a trigger of nothing is filled in', () => {
  assert.deepEqual(
    fitted({ event_action: 'trigger' }, { ...defaults, client: 'cl', clientUrl: 'http://c' }),
    {
      event: {
        event_action: 'trigger',
        dedup_key: 'made',
        payload: {
          summary: 'No summary provided',
          source: 'Tocsin connector c1',
          severity: 'error',
          timestamp: '2026-01-02T03:04:05.000Z',
        },
        client: 'cl',
        client_url: 'http://c',
      },
      notes: [
        'dedup_key filled in: the event had none',
        'summary filled in: the event had none',
        'source filled in: the event had none',
        'severity filled in as error: the event had none',
      ],
    },
  );
});

test('fields that PagerDuty does not know stay in a trigger', () => {
  const { event } = fittedTrigger({ payload: { ...payload, team: 'sre' }, vendor: { id: 7 } });
  assert.deepEqual(event.payload.team, 'sre');
  assert.deepEqual(event.vendor, { id: 7 });
});

test('an acknowledge and a resolve carry their dedup key and nothing else', () => {
  for (const event_action of ['acknowledge', 'resolve']) {
    assert.deepEqual(fitted({ event_action, dedup_key: 'k', payload, client: 'c', routing_key: 'r' }), {
      event: { event_action, dedup_key: 'k' },
      notes: [`left out, because ${event_action} carries only its dedup key: "payload", "client"`],
    });
  }
});

test('a rule’s dedup key serves every action whose template renders blank', () => {
  const rule = { ...defaults, dedupKey: 'rule:alert' };
  assert.equal(fitted({ event_action: 'resolve', dedup_key: ' ' }, rule).event.dedup_key, 'rule:alert');
  assert.equal(fitted({ event_action: 'trigger', dedup_key: '' }, rule).event.dedup_key, 'rule:alert');
  const long = fitted({ event_action: 'resolve' }, { ...defaults, dedupKey: 'r'.repeat(300) }).event
    .dedup_key;
  assert.equal(long.length, 255);
});

test('a long summary is cut, and its full text is in the custom details', () => {
  const full = 's'.repeat(2_000);
  const { event, notes } = fittedTrigger({
    payload: { ...payload, summary: full, custom_details: { a: 1 } },
  });
  assert.equal(event.payload.summary, `${'s'.repeat(1_023)}…`);
  assert.deepEqual(event.payload.custom_details, { a: 1, full_summary: full });
  assert.deepEqual(notes, [
    'summary cut from 2,000 to 1,024 characters; the full text is in custom_details.full_summary',
  ]);
});

test('the full text of a summary stays out where there is no room for it', () => {
  const { event, notes } = fittedTrigger({ payload: { ...payload, summary: 's'.repeat(600_000) } });
  assert.equal(event.payload.custom_details, undefined);
  assert.deepEqual(notes, [
    'summary cut from 600,000 to 1,024 characters; there was no room for the full text',
  ]);
});

test('a full_summary of the caller’s own stays', () => {
  const custom_details = { full_summary: 'own' };
  const { event, notes } = fittedTrigger({
    payload: { ...payload, summary: 's'.repeat(2_000), custom_details },
  });
  assert.deepEqual(event.payload.custom_details, custom_details);
  assert.match(notes[0] ?? '', /has a full_summary of its own, which stays$/);
});

test('an event that is too large whatever is left out is rejected', () => {
  const result = fitEvent(
    { event_action: 'trigger', payload: { ...payload, source: 'x'.repeat(600_000) } },
    defaults,
  );
  assert.deepEqual(result.kind === 'rejected' && result.reason, 'too_large');
  assert.match(result.kind === 'rejected' ? result.message : '', /has 600,\d{3} bytes.*at most 512,000\.$/);
});

const loosePayloads: [string, unknown, object, string][] = [
  [
    'numbers as text',
    { ...payload, source: 5, component: true },
    { source: '5', component: 'true' },
    'source was a number, sent as text',
  ],
  [
    'objects as their JSON',
    { ...payload, summary: { a: 1 } },
    { summary: '{"a":1}' },
    'summary was JSON, sent as text',
  ],
  [
    'null and empty fields left out',
    { ...payload, group: null, class: '' },
    {},
    'group left out: it was null',
  ],
  [
    'blank summary and source filled in',
    { summary: ' ', source: '\n', severity: 'info' },
    { summary: 'No summary provided', source: 'Tocsin connector c1' },
    'source filled in: the event had none',
  ],
  [
    'severity by its alias',
    { ...payload, severity: 'FATAL' },
    { severity: 'critical' },
    'severity "FATAL" sent as critical',
  ],
  [
    'a timestamp in another form',
    { ...payload, timestamp: '2011-05-06T17:00Z' },
    { timestamp: '2011-05-06T17:00:00.000Z' },
    'timestamp "2011-05-06T17:00Z" sent as 2011-05-06T17:00:00.000Z',
  ],
  [
    'custom details as JSON text',
    { ...payload, custom_details: '{"a":1}' },
    { custom_details: { a: 1 } },
    'custom_details was text, sent as the object it says',
  ],
  [
    'custom details as an array',
    { ...payload, custom_details: [1] },
    { custom_details: { value: [1] } },
    'custom_details was not an object, now in custom_details.value',
  ],
  [
    'lone surrogates',
    { ...payload, summary: 'a\ud800', custom_details: { 'k\ud800': '\udc00' } },
    { summary: 'a\ufffd', custom_details: { 'k\ufffd': '\ufffd' } },
    'custom_details: lone surrogates replaced by U+FFFD',
  ],
  [
    'no object',
    'disk full',
    {
      summary: 'No summary provided',
      source: 'Tocsin connector c1',
      severity: 'error',
      custom_details: { payload: 'disk full' },
    },
    'payload was not an object, now in custom_details.payload',
  ],
];
for (const [name, loose, changed, note] of loosePayloads) {
  test(`a payload is made to fit: ${name}`, () => {
    const { event, notes } = fittedTrigger({ payload: loose });
    assert.deepEqual(event.payload, { ...payload, timestamp: defaults.timestamp, ...changed });
    assert.ok(notes.includes(note), notes.join('\n'));
  });
}

test('custom details of 100,000 levels end in a note', () => {
  const custom_details = `${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}`;
  const { event, notes } = fittedTrigger({ payload: { ...payload, custom_details } });
  assert.match(JSON.stringify(event), /nested more than 100 levels deep/);
  assert.ok(notes.includes('custom_details: what is nested more than 100 levels deep left out'));
});

const rejected: [string, unknown, string, string][] = [
  ['no object', null, 'Event object format is unrecognized', 'Event is not a JSON object'],
  [
    'an array',
    [{ event_action: 'trigger' }],
    'Event object format is unrecognized',
    'Event is not a JSON object',
  ],
  ['no action', { payload }, 'Event object is invalid', "'event_action' is missing or blank"],
  [
    'an unknown action',
    { event_action: 'reopen' },
    'Event object is invalid',
    "'event_action' is invalid (must be one of the following: 'trigger', 'acknowledge' or 'resolve')",
  ],
  [
    'a resolve without a dedup key',
    { event_action: 'resolve' },
    'Event object is invalid',
    "'dedup_key' is missing or blank",
  ],
  [
    'an acknowledge with a blank one',
    { event_action: 'acknowledge', dedup_key: ' ' },
    'Event object is invalid',
    "'dedup_key' is missing or blank",
  ],
];
for (const [name, loose, message, error] of rejected) {
  test(`what can not be meant is rejected in PagerDuty’s words: ${name}`, () => {
    assert.deepEqual(fitEvent(loose, defaults), {
      kind: 'rejected',
      reason: 'invalid_event',
      message,
      errors: [error],
    });
  });
}

test('an action in another case is meant all the same', () => {
  assert.deepEqual(fitted({ event_action: ' Resolve', dedup_key: 'k' }), {
    event: { event_action: 'resolve', dedup_key: 'k' },
    notes: ['event_action " Resolve" sent as resolve'],
  });
});

/** PagerDuty's rules as its docs and its 400s have them, read from the text that is posted. */
function assertPagerDutyTakes(event: AlertEvent) {
  const text = withRoutingKey(event, 'R015abcDEF0123456789abcdef012345');
  assert.ok(new TextEncoder().encode(text).length <= 512_000, 'size');
  assert.equal(/\\ud[89a-f]/i.test(text), false, 'lone surrogates');
  const body = JSON.parse(text);
  assert.match(body.routing_key, /^[A-Za-z0-9]{32}$/);
  assert.ok(['trigger', 'acknowledge', 'resolve'].includes(body.event_action));
  assert.ok(
    typeof body.dedup_key === 'string' && body.dedup_key.trim() !== '' && body.dedup_key.length <= 255,
  );
  if (body.event_action !== 'trigger') {
    assert.deepEqual(Object.keys(body).sort(), ['dedup_key', 'event_action', 'routing_key']);
    return;
  }
  const {
    summary,
    source,
    severity,
    timestamp = '2011-05-06T17:00:00.000Z',
    custom_details = {},
  } = body.payload;
  assert.ok(typeof summary === 'string' && summary.trim() !== '' && [...summary].length <= 1024, 'summary');
  assert.ok(typeof source === 'string' && source.trim() !== '', 'source');
  assert.ok(['critical', 'error', 'warning', 'info'].includes(severity), 'severity');
  assert.match(timestamp, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
  assert.ok(custom_details !== null && typeof custom_details === 'object' && !Array.isArray(custom_details));
  const texts = [
    body.payload.component,
    body.payload.group,
    body.payload.class,
    body.client,
    body.client_url,
  ];
  for (const link of body.links ?? []) {
    assert.ok(link.href !== '');
    texts.push(link.href, link.text);
  }
  for (const image of body.images ?? []) {
    assert.match(image.src, /^https:\/\/./i);
    texts.push(image.href, image.alt);
  }
  for (const value of texts)
    assert.ok(value === undefined || (typeof value === 'string' && value !== ''), 'texts');
}

const text = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.constantFrom('', ' ', 'x'.repeat(300), '🔑\ud800'.repeat(600), 'ü'.repeat(120_000), '{"a":{"b":"c"}}'),
);
const value = fc.oneof({ weight: 3, arbitrary: text }, { weight: 1, arbitrary: fc.anything() });
const sparse = (fields: Record<string, fc.Arbitrary<unknown>>) => fc.record(fields, { requiredKeys: [] });
const details = fc.oneof(fc.dictionary(text, value, { maxKeys: 8 }), value);
const loosePayload = sparse({
  summary: value,
  source: value,
  severity: fc.oneof(fc.constantFrom('crit', 'INFO', 'warning'), value),
  timestamp: fc.oneof(fc.date().map(String), fc.integer(), value),
  component: value,
  group: value,
  class: value,
  custom_details: details,
  extra: value,
});
const loose = sparse({
  routing_key: fc.string(),
  event_action: fc.constantFrom('trigger', 'trigger', 'trigger', 'acknowledge', 'resolve', 'Trigger', 'x'),
  dedup_key: value,
  payload: fc.oneof({ weight: 5, arbitrary: loosePayload }, { weight: 1, arbitrary: value }),
  links: fc.oneof(fc.array(sparse({ href: value, text: value, more: value })), value),
  images: fc.oneof(fc.array(sparse({ src: fc.oneof(fc.webUrl(), value), href: value, alt: value })), value),
  client: value,
  client_url: value,
  extra: value,
});

test('every fitted event is one that PagerDuty takes, and fitting it again changes nothing', () => {
  const seen = { fits: 0, rejected: 0 };
  fc.assert(
    fc.property(loose, (event) => {
      const first = fitEvent(event, defaults);
      seen[first.kind] += 1;
      if (first.kind !== 'fits') return;
      assertPagerDutyTakes(first.event);
      const second = fitEvent(first.event, defaults);
      assert.ok(second.kind === 'fits');
      assert.equal(JSON.stringify(second.event), JSON.stringify(first.event));
      assert.deepEqual(second.notes, []);
    }),
    { numRuns: 300 },
  );
  // Otherwise the property would hold for want of events.
  assert.ok(seen.fits > 50, JSON.stringify(seen));
});

test('nothing that is given to be fitted throws', () => {
  fc.assert(
    fc.property(fc.anything({ withBigInt: true, withDate: true }), (event) => void fitEvent(event, defaults)),
  );
});
