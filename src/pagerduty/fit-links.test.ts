import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fitImages, fitLinks } from './fit-links.ts';

function noting<Value>(fit: (note: (sentence: string) => void) => Value): { value: Value; notes: string[] } {
  const notes: string[] = [];
  return { value: fit((sentence) => notes.push(sentence)), notes };
}

test('links without href are left out, with a note each', () => {
  const links = [
    { href: '' },
    { text: 'x' },
    { href: 'http://a', text: '' },
    'http://b',
    { href: 'http://c', more: 1 },
  ];
  assert.deepEqual(
    noting((note) => fitLinks(links, note)),
    {
      value: [{ href: 'http://a' }, { href: 'http://c', more: 1 }],
      notes: [
        'links[0] left out: it has no href',
        'links[1] left out: it has no href',
        'links[2].text left out: it was empty',
        'links[3] left out: it has no href',
      ],
    },
  );
});

test('images without src, or with one that is not https, are left out', () => {
  const images = [
    { src: '' },
    { href: 'https://x' },
    { src: 'http://a' },
    { src: 'https://b', href: '', alt: 5 },
    { src: 'HTTPS://c' },
    { src: 'https:// ' },
  ];
  assert.deepEqual(
    noting((note) => fitImages(images, note)),
    {
      value: [{ src: 'https://b', alt: '5' }, { src: 'HTTPS://c' }],
      notes: [
        'images[0] left out: its src is not an https address',
        'images[1] left out: its src is not an https address',
        'images[2] left out: its src is not an https address',
        'images[3].href left out: it was empty',
        'images[3].alt was a number, sent as text',
        'images[5] left out: its src is not an https address',
      ],
    },
  );
});

test('a list of which nothing remains is left out, and so is one that is none', () => {
  assert.equal(noting((note) => fitLinks([{}], note)).value, undefined);
  assert.deepEqual(
    noting((note) => fitLinks([], note)),
    { value: undefined, notes: [] },
  );
  assert.deepEqual(
    noting((note) => fitLinks('http://a', note)),
    {
      value: undefined,
      notes: ['links left out: not an array'],
    },
  );
});
