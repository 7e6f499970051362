import assert from 'node:assert/strict';
import test from 'node:test';
import {
  apiUrlOf,
  type ConnectorValues,
  emptyConnector,
  keyNote,
  toConnectorBody,
  validateConnector,
  valuesOf,
} from './connector-values.ts';

const key = '0123456789abcdef0123456789ABCDEF';
const good: ConnectorValues = { name: 'On-call', place: 'us', ownUrl: '', key };
const sandboxUrl = 'http://127.0.0.1:5650/sandbox/v2/enqueue';
const eu = 'https://events.eu.pagerduty.com/v2/enqueue';

const urls: [string | null, ConnectorValues['place']][] = [
  [null, 'us'],
  ['https://events.pagerduty.com/v2/enqueue', 'us'],
  [eu, 'eu'],
  [sandboxUrl, 'sandbox'],
  ['https://gateway.example.org/v2/enqueue', 'other'],
];
for (const [apiUrl, place] of urls) {
  test(`the API URL ${apiUrl} is shown as ${place}, and saved as what it was`, () => {
    const values = valuesOf({ name: 'a', config: { apiUrl } }, sandboxUrl);
    assert.equal(values.place, place);
    assert.equal(apiUrlOf(values, sandboxUrl) ?? urls[1]?.[0], apiUrl ?? urls[1]?.[0]);
  });
}

test('what was pasted with spaces is saved without them', () => {
  const values = { ...good, name: ' On-call ', place: 'other' as const, ownUrl: ` ${eu} `, key: ` ${key}\n` };
  assert.deepEqual(validateConnector(values), {});
  assert.deepEqual(toConnectorBody(values, undefined), {
    name: 'On-call',
    config: { apiUrl: eu },
    secrets: { routingKey: key },
  });
});

const integrationUrl = 'https://events.pagerduty.com/integration/0123/enqueue';
const faults: [string, Partial<ConnectorValues>, string, RegExp][] = [
  ['a name is needed', { name: ' ' }, 'name', /^Connector name is required\.$/],
  ['a URL of one’s own is needed', { place: 'other' }, 'ownUrl', /^Invalid API URL$/],
  ['a word is no URL', { place: 'other', ownUrl: 'events' }, 'ownUrl', /^Invalid API URL$/],
  ['a script is no URL', { place: 'other', ownUrl: 'javascript:alert(1)' }, 'ownUrl', /^Invalid API URL$/],
  ['the fields were mixed up', { place: 'other', ownUrl: key }, 'ownUrl', /looks like an integration key/],
  [
    'an integration’s own URL is told',
    { place: 'other', ownUrl: integrationUrl },
    'ownUrl',
    /one integration/,
  ],
  ['a key is needed', { key: ' ' }, 'key', /^An integration key \/ routing key is required\.$/],
  ['a URL is no key', { key: 'https://example.org' }, 'key', /This is a URL/],
  ['a REST API key is told', { key: 'y_NbAkKc66ryYTWUXYEu' }, 'key', /REST API/],
  ['a REST API key of a user is told', { key: 'u+wv-8KjRyYTWUXYEu12' }, 'key', /REST API/],
  ['a short key is told', { key: 'abc' }, 'key', /has 3 characters, not 32/],
  ['a short key for PagerDuty by another URL', { place: 'other', ownUrl: eu, key: 'abc' }, 'key', /not 32/],
];
for (const [name, values, field, words] of faults) {
  test(name, () => {
    const [[at, message] = ['', ''], ...more] = Object.entries(validateConnector({ ...good, ...values }));
    assert.deepEqual(more, []);
    assert.equal(at, field);
    assert.match(message, words);
  });
}

test('behind a URL that is not PagerDuty’s any key may be right, with a note', () => {
  const values = { ...good, place: 'other' as const, ownUrl: 'https://gateway.example.org/x', key: 'team-7' };
  assert.deepEqual(validateConnector(values), {});
  assert.match(keyNote(values) ?? '', /PagerDuty itself would refuse it/);
});

test('a key of a ruleset is right, and explained', () => {
  const values = { ...good, key: `R${key.slice(1)}` };
  assert.deepEqual(validateConnector(values), {});
  assert.match(keyNote(values) ?? '', /event orchestration/);
});

test('a good key needs no words, nor does an empty field', () => {
  assert.equal(keyNote(good), undefined);
  assert.equal(keyNote(emptyConnector), undefined);
});
