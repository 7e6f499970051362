import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type LookupAll, limitedLookup } from './limited-lookup.ts';

/** A DNS that answers when it is told to. */
function world(most: number) {
  const under: { readonly name: string; readonly answer: (error?: Error) => void }[] = [];
  const asked: string[] = [];
  const slow: LookupAll = (name, _, callback) => {
    asked.push(name);
    under.push({
      name,
      answer: (error) =>
        callback(error ?? null, error === undefined ? [{ address: `of ${name}`, family: 4 }] : []),
    });
  };
  const lookup = limitedLookup(most, slow);
  const told: string[] = [];
  return {
    asked,
    told,
    ask: (name: string, family = 0) =>
      lookup(name, { all: true, family }, (error, [first]) =>
        told.push(`${name}: ${error === null ? first?.address : error.message}`),
      ),
    answer: (name: string, error?: Error) => {
      const index = under.findIndex((each) => each.name === name);
      const [found] = under.splice(index, 1);
      assert.ok(index !== -1 && found !== undefined, `${name} is under way`);
      found.answer(error);
    },
  };
}

test('no more names than so many are asked for at once; the others follow in their order', () => {
  const { ask, answer, asked, told } = world(2);
  for (const name of ['a', 'b', 'c', 'd']) ask(name);
  assert.deepEqual(asked, ['a', 'b']);
  answer('b');
  assert.deepEqual(asked, ['a', 'b', 'c']);
  answer('a', new Error('no such name'));
  answer('c');
  answer('d');
  assert.deepEqual(told, ['b: of b', 'a: no such name', 'c: of c', 'd: of d']);
});

test('who asks for a name that is asked for gets the same answer, and whoever comes later another', () => {
  const { ask, answer, asked, told } = world(1);
  for (const name of ['hangs', 'a', 'hangs', 'a', 'hangs']) ask(name);
  assert.deepEqual(asked, ['hangs']);
  answer('hangs');
  assert.deepEqual(told, ['hangs: of hangs', 'hangs: of hangs', 'hangs: of hangs']);
  answer('a');
  assert.deepEqual(told.slice(3), ['a: of a', 'a: of a']);
  ask('a');
  ask('a', 6);
  assert.deepEqual(asked, ['hangs', 'a', 'a'], 'of another family it is another question');
  answer('a');
  assert.deepEqual(asked, ['hangs', 'a', 'a', 'a']);
});
