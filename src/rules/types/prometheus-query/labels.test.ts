import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { type Labels, seriesId, seriesText } from './labels.ts';

const texts: readonly [labels: Labels, text: string][] = [
  [{ __name__: 'up', job: 'node', instance: 'a:9100' }, 'up{instance="a:9100",job="node"}'],
  [{ instance: 'a:9100', job: 'node' }, '{instance="a:9100",job="node"}'],
  [{ __name__: 'up' }, 'up'],
  [{}, '{}'],
  [{ path: 'C:\\x "y"\n' }, '{path="C:\\\\x \\"y\\"\\n"}'],
  [{ __name__: 'a.b', x: '1' }, '{"a.b",x="1"}'],
  [{ 'k8s.pod': 'p' }, '{"k8s.pod"="p"}'],
  [{ b: '1', B: '2', a: '3' }, '{B="2",a="3",b="1"}'],
];
for (const [labels, text] of texts) {
  test(`${JSON.stringify(labels)} is written as ${text}`, () => {
    assert.equal(seriesText(labels), text);
    assert.equal(seriesId(labels), text);
  });
}

test('the order of labels makes no difference', () => {
  assert.equal(seriesId({ a: '1', b: '2' }), seriesId({ b: '2', a: '1' }));
});

test('the id of a series with long labels stays readable at its beginning, and has 200 characters', () => {
  const long = (end: string) => ({ __name__: 'up', path: `${'x'.repeat(300)}${end}` });
  assert.equal(seriesId(long('1')).length, 200);
  assert.match(seriesId(long('1')), /^up\{path="x+~[0-9a-f]{64}$/);
  assert.notEqual(seriesId(long('1')), seriesId(long('2')));
  assert.equal(seriesId(long('1')), seriesId(long('1')));
});

test('a character beyond the first plane is not cut in half', () => {
  for (const filler of ['x', 'xx']) {
    assert.ok(seriesId({ path: `${filler}${'🦊'.repeat(200)}` }).isWellFormed());
  }
});

test('other labels give another id, whatever is in them', () => {
  const labels = fc.dictionary(
    fc.string({ maxLength: 3 }).filter((name) => name !== '__proto__'),
    fc.string({ maxLength: 4 }),
    { maxKeys: 3 },
  );
  const canonical = (of: Labels) =>
    JSON.stringify(Object.entries(of).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)));
  fc.assert(
    fc.property(labels, labels, (one, other) => {
      assert.equal(seriesId(one) === seriesId(other), canonical(one) === canonical(other));
    }),
  );
});
