import assert from 'node:assert/strict';
import { test } from 'node:test';
import { paramsOfFlags, parseImage, parseLink } from './send-params.ts';

const links: [given: string, href: string, text: string][] = [
  ['Runbook=https://runbook.example/', 'https://runbook.example/', 'Runbook'],
  ['https://runbook.example/', 'https://runbook.example/', 'https://runbook.example/'],
  [
    'https://a.example/?x=https://b.example/',
    'https://a.example/?x=https://b.example/',
    'https://a.example/?x=https://b.example/',
  ],
  ['a=b = https://a.example/', 'https://a.example/', 'a=b'],
  ['CPU = 90 %=https://a.example/?q=1', 'https://a.example/?q=1', 'CPU = 90 %'],
  [' Runbook =https://a.example/', 'https://a.example/', 'Runbook'],
  ['=https://a.example/', 'https://a.example/', 'https://a.example/'],
  ['Ticket=tel:112', 'Ticket=tel:112', 'Ticket=tel:112'],
  ['two\nlines=https://a.example/', 'https://a.example/', 'two\nlines'],
];
for (const [given, href, text] of links) {
  test(`the link ${JSON.stringify(given)} leads to ${JSON.stringify(href)}`, () => {
    assert.deepEqual(parseLink(given), { href, text });
  });
}

test('an image has its text as alternative, and none when only its URL was given', () => {
  assert.deepEqual(parseImage('Graph=https://a.example/g.png'), {
    src: 'https://a.example/g.png',
    alt: 'Graph',
  });
  assert.deepEqual(parseImage('https://a.example/g.png'), { src: 'https://a.example/g.png' });
});

test('only flags that were given become params; an empty one was given', () => {
  assert.deepEqual(paramsOfFlags({}), {});
  assert.deepEqual(paramsOfFlags({ summary: '', severity: 'critical' }), {
    summary: '',
    severity: 'critical',
  });
  const all = {
    eventAction: 'trigger',
    dedupKey: 'd',
    summary: 's',
    severity: 'info',
    source: 'db1',
    timestamp: '2026-05-06T10:00:00Z',
    component: 'c',
    group: 'g',
    class: 'k',
    customDetails: '{}',
    client: 'Shop',
    clientUrl: 'https://shop.example/',
  };
  assert.deepEqual(paramsOfFlags({ ...all, link: [], image: ['https://a.example/g.png'] }), {
    ...all,
    links: [],
    images: [{ src: 'https://a.example/g.png' }],
  });
});

test('flags that say nothing of the event are not among its params', () => {
  const flags = { summary: 's', url: 'http://127.0.0.1:5640', connector: 'sandbox', json: true };
  assert.deepEqual(paramsOfFlags(flags), { summary: 's' });
});
