import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { prepareVariables } from './prepare-variables.ts';
import { renderParams } from './render-params.ts';

const view = prepareVariables({ a: 'A', n: 1 });

test('every text of an action’s params is filled in, at any depth, and nothing else is touched', () => {
  const params = {
    eventAction: 'trigger',
    summary: '{{a}} is {{n}}',
    links: [{ href: 'https://example.org/{{a}}', text: '{{a}}' }],
    customDetails: { '{{a}}': { deep: ['{{a}}', 2, true, null] } },
    none: undefined,
  };
  const before = structuredClone(params);
  assert.deepEqual(renderParams(params, view), {
    eventAction: 'trigger',
    summary: 'A is 1',
    links: [{ href: 'https://example.org/A', text: 'A' }],
    customDetails: { '{{a}}': { deep: ['A', 2, true, null] } },
    none: undefined,
  });
  assert.deepEqual(params, before);
});

test('what is deeper than params are is left alone', () => {
  let nest: unknown = '{{a}}';
  for (let depth = 0; depth < 70; depth++) nest = [nest];
  assert.ok(JSON.stringify(renderParams(nest, view)).includes('{{a}}'));
});

test('whatever the params and variables hold, they are filled in without a throw, and texts stay texts', () => {
  const tags = fc.constantFrom(
    '{{a}}',
    '{{#a}}',
    '{{/a}}',
    '{{.}}',
    '{{#EvalMath}}',
    '{{/EvalMath}}',
    '{{',
    '}}',
    '{{=<% %>=}}',
  );
  const text = fc
    .array(fc.oneof(tags, fc.string({ unit: 'binary' })), { maxLength: 6 })
    .map((all) => all.join(''));
  fc.assert(
    fc.property(text, fc.jsonValue(), (template, a) => {
      const result = renderParams({ summary: template }, prepareVariables({ a }));
      assert.equal(typeof Object(result).summary, 'string');
    }),
    { numRuns: 2000 },
  );
});
