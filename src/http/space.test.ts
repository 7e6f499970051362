import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type SpacePath, withoutSpace } from './space.ts';

const path = (url: string): SpacePath => ({ kind: 'path', url });
const unknown = (space: string): SpacePath => ({ kind: 'unknown_space', space });

const cases: [url: string, expected: SpacePath][] = [
  ['/api/actions/connectors', path('/api/actions/connectors')],
  ['/', path('/')],
  ['/s', path('/s')],
  ['/status', path('/status')],
  ['/sandbox/v2/enqueue', path('/sandbox/v2/enqueue')],
  ['/s/default/api/actions/connectors', path('/api/actions/connectors')],
  ['/s/default', path('/')],
  ['/s/default/', path('/')],
  ['/s/default?a=b', path('/?a=b')],
  ['/s/default/api?a=/s/other/', path('/api?a=/s/other/')],
  ['/s/default/s/other/api', path('/s/other/api')],
  ['/s/other/api/actions/connectors', unknown('other')],
  ['/s/Default/api', unknown('Default')],
  ['/s/default2/api', unknown('default2')],
  ['/s//api', unknown('')],
  ['/s/?a', unknown('')],
  ['/s/other', unknown('other')],
  ['/s/de%66ault/api', unknown('de%66ault')],
  ['/api/s/other', path('/api/s/other')],
];
for (const [url, expected] of cases) {
  test(`${url} means ${JSON.stringify(expected)}`, () => assert.deepEqual(withoutSpace(url), expected));
}
