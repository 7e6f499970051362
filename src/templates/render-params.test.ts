import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { prepareVariables } from './prepare-variables.ts';
import { renderParams } from './render-params.ts';

const view = prepareVariables({ a: 'A', n: 1, list: [1, 2], quote: 'say "hi"\\\n', o: { deep: true } });

test('every text of an action’s params is filled in, at any depth, and nothing else is touched', () => {
  const params = {
    eventAction: 'trigger',
    summary: '{{a}} is {{n}}',
    links: [{ href: 'https://example.org/{{a}}', text: '{{a}}' }],
    images: [{ src: '{{n}}', count: 2 }],
    none: undefined,
    nothing: null,
  };
  const before = structuredClone(params);
  assert.deepEqual(renderParams(params, view), {
    params: {
      eventAction: 'trigger',
      summary: 'A is 1',
      links: [{ href: 'https://example.org/A', text: 'A' }],
      images: [{ src: '1', count: 2 }],
      none: undefined,
      nothing: null,
    },
    notes: [],
  });
  assert.deepEqual(params, before);
});

const details: [name: string, customDetails: unknown, filled: unknown][] = [
  [
    'an object keeps the types of single variables',
    { n: '{{n}}', l: '{{list}}', o: '{{o}}' },
    { n: 1, l: [1, 2], o: { deep: true } },
  ],
  ['more than one variable is a text', { n: '{{n}} of {{list.length}}' }, { n: '1 of 2' }],
  [
    'names are left alone, and so is what is no text',
    { '{{a}}': ['{{a}}', 2, true, null] },
    { '{{a}}': ['A', 2, true, null] },
  ],
  ['what is not there is an empty text', { x: '{{missing}}' }, { x: '' }],
  [
    'JSON text stays text, whatever a value holds',
    '{"q":"{{quote}}","n":"{{n}}"}',
    { q: 'say "hi"\\\n', n: '1' },
  ],
  [
    'variables outside of texts',
    '{"n":{{n}},"l":[{{list}}],"q":"{{{quote}}}"}',
    { n: 1, l: [1, 2], q: 'say "hi"\\\n' },
  ],
  ['nothing', undefined, undefined],
];
for (const [name, customDetails, filled] of details) {
  test(`custom details are filled in: ${name}`, () =>
    assert.deepEqual(renderParams({ customDetails }, view), {
      params: { customDetails: filled },
      notes: [],
    }));
}

const faults: [name: string, params: Record<string, unknown>, filled: object, note: RegExp][] = [
  [
    'a field',
    { summary: '{{#a}}', source: '{{a}}' },
    { summary: undefined, source: 'A' },
    /^summary could not be filled in, and was left out: Unclosed section "a"/,
  ],
  [
    'a link',
    { links: [{ href: '{{', text: 'x' }] },
    { links: [{ href: undefined, text: 'x' }] },
    /^links\[0\]\.href could not/,
  ],
  [
    'one of the details',
    { customDetails: { a: '{{/b}}', b: '{{n}}' } },
    { customDetails: { a: undefined, b: 1 } },
    /^customDetails\.a could not/,
  ],
  [
    'details that come to no JSON',
    { customDetails: '{"a": {{a}} }' },
    { customDetails: undefined },
    /what it came to is no JSON/,
  ],
  [
    'details that are no template',
    { customDetails: '{"a": {{#a}} }' },
    { customDetails: undefined },
    /Unclosed section/,
  ],
  [
    'a lambda',
    { summary: '{{#EvalMath}}1/0{{/EvalMath}}' },
    { summary: 'error evaluating tinymath expression "1/0": Cannot divide by 0' },
    /^summary: mustache render error: /,
  ],
];
for (const [name, params, filled, note] of faults) {
  test(`what can not be filled in is left out and noted: ${name}`, () => {
    const rendered = renderParams(params, view);
    assert.deepEqual(rendered.params, filled);
    assert.equal(rendered.notes.length, 1);
    assert.match(rendered.notes[0] ?? '', note);
  });
}

test('what is deeper than params are is left alone', () => {
  let nest: unknown = '{{a}}';
  for (let depth = 0; depth < 120; depth++) nest = [nest];
  const { params } = renderParams({ links: nest, customDetails: nest }, view);
  assert.ok(JSON.stringify(params.links).includes('{{a}}'));
  assert.ok(JSON.stringify(params.customDetails).includes('{{a}}'));
});

test('whatever the params and variables hold, they are filled in without a throw, and details in JSON text stay JSON', () => {
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
      const variables = prepareVariables({ a });
      const { params } = renderParams(
        { summary: template, customDetails: JSON.stringify({ template }) },
        variables,
      );
      assert.ok(params.summary === undefined || typeof params.summary === 'string');
      const { template: filled } = Object(params.customDetails);
      assert.ok(filled === undefined || typeof filled === 'string');
    }),
    { numRuns: 2000 },
  );
});
