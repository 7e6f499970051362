import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import fastify from 'fastify';
import { acceptJson, maxJsonDepth, nestsDeeperThan } from './json-body.ts';

const depths: [text: string, depth: number][] = [
  ['', 0],
  ['1', 0],
  ['[]', 1],
  ['[[],[]]', 2],
  ['{"a":{"b":[1]}}', 3],
  ['"[[[["', 0],
  ['{"[[[[":"{{{{"}', 1],
  [String.raw`["\"[[[["]`, 1],
  [String.raw`["\\",[[]]]`, 3],
  ['[[[', 3],
];
for (const [text, depth] of depths) {
  test(`${text || 'nothing'} nests ${depth} deep`, () => {
    assert.equal(nestsDeeperThan(text, depth), false);
    if (depth > 0) assert.equal(nestsDeeperThan(text, depth - 1), true);
  });
}

const depthOf = (value: unknown): number =>
  typeof value === 'object' && value !== null ? 1 + Math.max(0, ...Object.values(value).map(depthOf)) : 0;

test('the depth of a text is the depth of the value in it', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const [text, depth] = [JSON.stringify(value), depthOf(value)];
      assert.equal(nestsDeeperThan(text, depth), false);
      if (depth > 0) assert.equal(nestsDeeperThan(text, depth - 1), true);
    }),
  );
});

/** Sends a body to a route that gives back what it was given. */
async function send(body: string | Buffer, type = 'application/json', options = {}) {
  const app = fastify();
  acceptJson(app, options);
  app.post('/', async ({ body: read }) => ({ read }));
  const answer = await app.inject({
    method: 'POST',
    url: '/',
    payload: body,
    headers: { 'content-type': type },
  });
  await app.close();
  return answer;
}

const nested = (depth: number) => '['.repeat(depth) + ']'.repeat(depth);

const readable: [name: string, body: string | Buffer, value: unknown][] = [
  ['an object', '{"a":[1,null]}', { a: [1, null] }],
  ['a value that is no object', '7', 7],
  ['white space around it', ' \n{}\t', {}],
  ['a byte order mark', Buffer.from('\ufeff{"a":1}'), { a: 1 }],
  ['every kind of letter', '{"a":"ä€😀"}', { a: 'ä€😀' }],
  ['the word __proto__ as a value', '{"a":"__proto__"}', { a: '__proto__' }],
  ['a key named constructor', '{"constructor":"x"}', { constructor: 'x' }],
];
for (const [name, body, value] of readable) {
  test(`a body is read: ${name}`, async () => {
    const answer = await send(body);
    assert.deepEqual([answer.statusCode, answer.json().read], [200, value]);
  });
}

test('as deep as is allowed is read', async () => {
  assert.equal((await send(nested(maxJsonDepth))).statusCode, 200);
});

test('an empty body counts as none', async () => {
  const answer = await send('');
  assert.deepEqual([answer.statusCode, answer.json()], [200, {}]);
});

const notJson = 'The request body is not JSON that can be used: ';
const refused: [name: string, body: string | Buffer, message: string][] = [
  ['one that ends too early', '{"a":', `${notJson}it ends too early.`],
  ['a word', 'hello', `${notJson}"h" stands where it can not.`],
  ['a control character', '\u0001', `${notJson}"\\u0001" stands where it can not.`],
  ['a comma too many', '[1,]', `${notJson}"]" stands where it can not.`],
  ['a second value', '{} {}', `${notJson}there is a mistake at position 3 (line 1 column 4).`],
  ['a mistake in line 2', '{\n"a" 1}', `${notJson}there is a mistake at position 6 (line 2 column 5).`],
  ['__proto__', '{"a":{"__proto__":1}}', `${notJson}it uses the key __proto__ or constructor.prototype.`],
  [
    'constructor.prototype',
    '{"constructor":{"prototype":1}}',
    `${notJson}it uses the key __proto__ or constructor.prototype.`,
  ],
  ['broken UTF-8', Buffer.from([0x22, 0xff, 0x22]), 'The request body is not valid UTF-8.'],
  ['a level too deep', nested(maxJsonDepth + 1), 'The request body nests deeper than 100 levels.'],
  ['brackets without end', '['.repeat(500_000), 'The request body nests deeper than 100 levels.'],
];
for (const [name, body, message] of refused) {
  test(`a body is refused: ${name}`, async () => {
    assert.equal((await send(body)).json().message, message);
  });
}

test('where names are anybody’s to choose, a key may be any text; all else is judged as elsewhere', async () => {
  const any = (body: string) => send(body, 'application/json', { anyKey: true });
  const body = '{"__proto__":{"a":1},"constructor":{"prototype":2}}';
  assert.equal((await any(body)).payload, `{"read":${body}}`);
  assert.equal((await any('[1,]')).json().message, `${notJson}"]" stands where it can not.`);
  assert.match((await any(nested(maxJsonDepth + 1))).json().message, /nests deeper/);
});

test('no other content type is read', async () => {
  assert.equal((await send('{}', 'text/plain')).statusCode, 415);
});

test('what is wrong with a body never shows more of it than one letter', async () => {
  for (const body of ['{"key":"s3cr3t', '{"key":s3cr3t}', 's3cr3t', '{"key":"s3cr3t"}}', '"s3cr3t\n"'])
    assert.doesNotMatch((await send(body)).body, /s3|cr3t/);
});
