import assert from 'node:assert/strict';
import { test } from 'node:test';
import { jsonCondition } from './json-condition.ts';
import { compileJsonPath } from './json-path.ts';
import { type BodyConditions, compileBodyConditions, type TextBody } from './judge-body.ts';
import { compileRegex } from './linear-regex.ts';

const judgeBody = (body: TextBody, conditions: BodyConditions) => compileBodyConditions(conditions)(body);

const document = {
  status: 'up',
  queue: 7,
  parts: [
    { name: 'db', state: 'up', lag: 3 },
    { name: 'cache', state: 'down', lag: 40 },
  ],
  build: { version: '1.4.2', tags: ['a'] },
  nothing: null,
};

const conditions: readonly [condition: object, why: string | undefined][] = [
  [{ path: '$.status', value: 'up' }, undefined],
  [{ path: '$.status', value: 'UP' }, '$.status is "up", expected == "UP"'],
  [{ path: '$.queue', operator: '!=', value: 7 }, '$.queue is 7, expected != 7'],
  [{ path: '$.queue', operator: '!=', value: '7' }, undefined],
  [{ path: '$.queue', operator: '<=', value: 7 }, undefined],
  [{ path: '$.queue', operator: '<', value: 7 }, '$.queue is 7, expected < 7'],
  [{ path: '$.queue', operator: '>', value: '1' }, '$.queue is 7, expected > "1"'],
  [{ path: '$.build.version', operator: '>=', value: '1.4' }, undefined],
  [{ path: '$.build', value: { tags: ['a'], version: '1.4.2' } }, undefined],
  [{ path: '$.nothing', value: null }, undefined],
  [{ path: '$.nothing', operator: 'exists' }, undefined],
  [{ path: '$.missing', value: null }, '$.missing is not in the body'],
  [{ path: '$.missing', operator: 'missing' }, undefined],
  [{ path: '$.queue', operator: 'missing' }, '$.queue is 7, expected nothing'],
  [{ path: '$.parts[*].lag', operator: '<', value: 50 }, undefined],
  [{ path: '$.parts[*].state', value: 'up' }, '$.parts[*].state is "down", expected == "up"'],
  [{ path: "$.parts[?@.name == 'db'].state", value: 'up' }, undefined],
  [
    { path: "$.parts[?@.state != 'up']", operator: 'missing' },
    '$.parts[?@.state != \'up\'] is {"name":"cache"',
  ],
  [{ path: '$..lag', operator: '<', value: 50 }, undefined],
  [{ path: "$.parts[?match(@.name, 'd.')].state", value: 'up' }, undefined],
  [{ path: "$.parts[?match(@.name, 'd')]", operator: 'missing' }, undefined],
  [{ path: "$.parts[?search(@.name, 'ach')].lag", value: 40 }, undefined],
];
for (const [condition, why] of conditions) {
  test(`of a document ${JSON.stringify(condition)} ${why === undefined ? 'holds' : 'does not hold'}`, () => {
    const told = judgeBody(
      { text: JSON.stringify(document), isCut: false },
      { bodyContains: null, bodyMatches: null, bodyJson: [jsonCondition.parse(condition)] },
    );
    if (why === undefined) assert.equal(told, undefined);
    else assert.ok(told?.startsWith(why), `${told}`);
  });
}

test('what is shown of a value that was found is short', () => {
  const condition = jsonCondition.parse({ path: '$', value: 1 });
  const told = judgeBody(
    { text: JSON.stringify('x'.repeat(10_000)), isCut: false },
    { bodyContains: null, bodyMatches: null, bodyJson: [condition] },
  );
  assert.ok((told?.length ?? 0) < 150, `${told}`);
});

const heavy = 'a'.repeat(20_000);
for (const pattern of ['(a+)+$', '(a|aa)+$', '(a|a?)+b$', '([a-z]+)*1', '(.*)*=(.*)*;$']) {
  test(`a pattern that other engines never finish does not hurt: ${pattern}`, () => {
    assert.equal(compileRegex(pattern).isIn(`${heavy}!`), false);
  });
}

test('a pattern out of the document, in a path, does not hurt either', () => {
  const path = compileJsonPath('$[?match(@.text, @.pattern)]');
  assert.deepEqual(
    path.select([
      { text: `${heavy}!`, pattern: '(a+)+' },
      { text: 'x', pattern: '(' },
    ]),
    [],
  );
});

test('a document that is nested without end is told as such', () => {
  const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;
  const condition = jsonCondition.parse({ path: '$..a', value: 1 });
  const told = judgeBody(
    { text: deep, isCut: false },
    { bodyContains: null, bodyMatches: null, bodyJson: [condition] },
  );
  assert.match(told ?? '', /^\$\.\.a can not be looked up in the body: .*recursion/);
});

test('a path that selects more than anybody means is told as such', () => {
  const wide = Array.from({ length: 10_001 }, () => 1);
  assert.throws(() => compileJsonPath('$[*]').select(wide), /more than 10000 values/);
});
