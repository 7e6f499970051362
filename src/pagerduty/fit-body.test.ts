import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { TriggerEvent } from './event.ts';
import { withRoutingKey } from './event.ts';
import { type Bulk, bodyBytes, fitBody, shrinkDetails } from './fit-body.ts';

function build(bulk: Bulk, source = 'source'): TriggerEvent {
  return {
    event_action: 'trigger',
    dedup_key: 'k',
    payload: {
      summary: 's',
      source,
      severity: 'info',
      ...(bulk.customDetails !== undefined && { custom_details: bulk.customDetails }),
    },
    ...(bulk.links !== undefined && { links: bulk.links }),
    ...(bulk.images !== undefined && { images: bulk.images }),
  };
}

function fit(bulk: Bulk, source?: string) {
  const notes: string[] = [];
  const result = fitBody(
    bulk,
    (parts) => build(parts, source),
    (sentence) => notes.push(sentence),
  );
  return { result, notes };
}

function fitted(bulk: Bulk, source?: string) {
  const { result, notes } = fit(bulk, source);
  assert.ok(result.kind === 'fits');
  assert.ok(Buffer.byteLength(withRoutingKey(result.event, 'k'.repeat(32))) <= 512_000);
  return { details: result.event.payload.custom_details, event: result.event, notes };
}

test('the size of a body counts UTF-8 bytes, routing key included', () => {
  const event = build({ customDetails: { a: 'ü🔑"\n' } });
  assert.equal(bodyBytes(event), Buffer.byteLength(withRoutingKey(event, 'k'.repeat(32))));
});

test('a body of exactly 512,000 bytes stays, one byte more does not', () => {
  const room = 512_000 - bodyBytes(build({ customDetails: { a: '' } }));
  assert.deepEqual(fitted({ customDetails: { a: 'x'.repeat(room) } }).notes, []);
  assert.notDeepEqual(fitted({ customDetails: { a: 'x'.repeat(room + 1) } }).notes, []);
});

test('the largest values give way first, and no more of them than need be', () => {
  const { details, notes } = fitted({
    customDetails: {
      small: 'x',
      big: 'b'.repeat(300_000),
      bigger: ['c'.repeat(400_000)],
      big2: 'd'.repeat(250_000),
    },
  });
  assert.deepEqual(details, {
    small: 'x',
    big: '[left out by Tocsin: 300,002 bytes]',
    bigger: '[left out by Tocsin: 400,004 bytes]',
    big2: 'd'.repeat(250_000),
  });
  assert.deepEqual(notes, [
    'custom_details: left out "bigger" (400,004 bytes), "big" (300,002 bytes): the event was too large',
  ]);
});

test('custom details of nothing but small values become one note', () => {
  const customDetails = Object.fromEntries(
    Array.from({ length: 60_000 }, (_, index) => [`key${index}`, index]),
  );
  const { details, notes } = fitted({ customDetails, links: [{ href: 'http://a' }] });
  const bytes = Buffer.byteLength(JSON.stringify(customDetails)).toLocaleString('en-US');
  assert.deepEqual(details, { tocsin: `[left out by Tocsin: ${bytes} bytes]` });
  assert.deepEqual(notes, [`custom_details left out as a whole (${bytes} bytes): the event was too large`]);
});

test('links and images go last, and custom details then stay', () => {
  const bulk = {
    customDetails: { a: 'x'.repeat(1_000) },
    links: [{ href: `http://${'l'.repeat(600_000)}` }],
    images: [{ src: 'https://a' }],
  };
  const { event, details, notes } = fitted(bulk);
  assert.deepEqual(details, bulk.customDetails);
  assert.equal(event.links ?? event.images, undefined);
  assert.deepEqual(notes, ['links and images left out: the event was too large']);
});

test('what is too large without all of it does not fit', () => {
  const bulk = { customDetails: { a: 'x'.repeat(600_000) }, links: [{ href: 'http://a' }] };
  const { result, notes } = fit(bulk, 's'.repeat(600_000));
  assert.equal(result.kind, 'too_large');
  assert.deepEqual(notes, []);
  assert.equal(fit({}, 's'.repeat(512_000)).result.kind, 'too_large');
});

test('an event is built a handful of times at most, however many values it has', () => {
  let builds = 0;
  const customDetails = Object.fromEntries(
    Array.from({ length: 5_000 }, (_, index) => [`key${index}`, 'x'.repeat(100 + (index % 100))]),
  );
  const result = fitBody(
    { customDetails, links: [{ href: 'http://a' }] },
    (parts) => {
      builds += 1;
      return build(parts);
    },
    () => undefined,
  );
  assert.equal(result.kind, 'fits');
  assert.ok(builds <= 4, `${builds} builds`);
});

test('notes stand only where they are smaller than the value', () => {
  assert.equal(shrinkDetails({ a: 1, b: 'x'.repeat(20) }, 1), undefined);
  assert.deepEqual(shrinkDetails({ a: 1, b: 'x'.repeat(98) }, 50)?.details, {
    a: 1,
    b: '[left out by Tocsin: 100 bytes]',
  });
});

test('a note names five values and counts the rest', () => {
  const details = Object.fromEntries(Array.from({ length: 7 }, (_, index) => [`k${index}`, 'x'.repeat(998)]));
  assert.match(
    shrinkDetails(details, 6_600)?.note ?? '',
    /"k4" \(1,000 bytes\) and 2 more: the event was too large$/,
  );
});
