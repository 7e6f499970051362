import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hasNewer, type ListPage, listOf, withNewest, withNews, withOlder } from './live-list.ts';

const page = (ids: readonly number[], next: string | null = 'next'): ListPage<{ id: string; n: number }> => ({
  items: ids.map((n) => ({ id: String(n), n })),
  next_cursor: next,
});
const idsOf = ({ items }: ListPage<{ id: string }>) => items.map(({ id }) => Number(id));

test('an older page goes behind the list, and only the one that follows it', () => {
  const list = listOf(page([9, 8], 'a'));
  const longer = withOlder(list, 'a', page([7, 6], 'b'));
  assert.deepEqual([idsOf(longer), longer.next_cursor, longer.older], [[9, 8, 7, 6], 'b', 1]);
  assert.equal(withOlder(longer, 'a', page([7, 6], 'b')), longer);
});

test('the newest page comes before what was read behind the first', () => {
  const list = withOlder(listOf(page([99, 98], 'a')), 'a', page([97, 96], 'b'));
  const newer = withNewest(list, page([100, 99], 'c'));
  assert.deepEqual([idsOf(newer), newer.next_cursor], [[100, 99, 98, 97, 96], 'b']);
});

test('where something may be missing in between, the newest page stands alone', () => {
  const list = withOlder(listOf(page([9, 8], 'a')), 'a', page([7, 6], 'b'));
  const newer = withNewest(list, page([20, 19], 'c'));
  assert.deepEqual([idsOf(newer), newer.next_cursor, newer.older], [[20, 19], 'c', 0]);
});

test('what the newest page covers and does not hold is gone', () => {
  const list = withOlder(listOf(page([9, 8], 'a')), 'a', page([7, 6], 'b'));
  assert.deepEqual(idsOf(withNewest(list, page([9, 7], 'c'))), [9, 7, 6]);
  assert.deepEqual(idsOf(withNewest(list, page([9], null))), [9]);
  assert.deepEqual(idsOf(withNewest(list, page([], null))), []);
});

test('a search that found nothing yet goes on from where it was, not from the beginning', () => {
  const searched = withOlder(listOf(page([], 'a')), 'a', page([], 'b'));
  assert.equal(withNewest(searched, page([], 'c')).next_cursor, 'b');
  const found = withOlder(searched, 'b', page([3], 'd'));
  assert.deepEqual(idsOf(withNewest(found, page([3], 'c'))), [3]);
  assert.equal(withNewest(found, page([3], 'c')).next_cursor, 'd');
});

test('news of rows that are shown move nothing', () => {
  const list = listOf(page([9, 8]));
  const news = {
    items: [
      { id: '10', n: 1 },
      { id: '9', n: 2 },
    ],
    next_cursor: null,
  };
  assert.deepEqual(withNews(list, news).items, [
    { id: '9', n: 2 },
    { id: '8', n: 8 },
  ]);
  assert.equal(hasNewer(list, news), true);
  assert.equal(hasNewer(list, page([9])), false);
  assert.equal(hasNewer(list, page([])), false);
});
