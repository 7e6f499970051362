import assert from 'node:assert/strict';
import { test } from 'node:test';
import { prepareVariables } from './prepare-variables.ts';
import {
  faultOfTemplate,
  longestTemplate,
  type Rendered,
  renderTemplate,
  valueOfTemplate,
} from './render-template.ts';

/** The text that a template came to; anything else fails the test. */
function textOf(rendered: Rendered): string {
  assert.equal(rendered.kind, 'text', JSON.stringify(rendered));
  return rendered.kind === 'text' ? rendered.text : '';
}
const faultOf = (rendered: Rendered) => (rendered.kind === 'fault' ? rendered.why : undefined);

const variables = prepareVariables({
  context: {
    value: 94.125,
    host: 'db-1',
    tags: ['a', 'b'],
    values: [1, 4, 9],
    items: [{ n: 1 }, { n: 2 }],
    quote: '<"&>',
    empty: '',
    zero: 0,
    no: false,
    nothing: null,
    'disk.used': 7,
    'cpu.load': { one: 1 },
    cpu: { load: { five: 5 } },
    at: '2026-11-26T22:00:00.000Z',
    hjson: '{a: 1}',
    path: '/a b?c=d&e',
  },
  'host.name': 'web-1',
  alert: { id: 'query matched', consecutiveMatches: 3 },
});

const rows: [name: string, template: string, text: string][] = [
  ['plain text is itself', 'Disk full', 'Disk full'],
  ['a variable', 'on {{context.host}}', 'on db-1'],
  ['nothing is escaped', '{{context.quote}} {{{context.quote}}} {{&context.quote}}', '<"&> <"&> <"&>'],
  ['a name that is not there', '[{{context.missing}}][{{missing.too}}]', '[][]'],
  ['null', '[{{context.nothing}}]', '[]'],
  ['zero and false are said', '{{context.zero}} {{context.no}}', '0 false'],
  ['an array is joined', '{{context.tags}}', 'a,b'],
  ['an array of objects', '{{context.items}}', '{"n":1},{"n":2}'],
  ['an array as JSON', '{{context.values.asJSON}}', '[1,4,9]'],
  ['one of an array, and how many', '{{context.values.1}} of {{context.values.length}}', '4 of 3'],
  ['an object is its JSON', '{{alert}}', '{"id":"query matched","consecutiveMatches":3}'],
  ['a name with dots, as a path', '{{context.disk.used}} {{host.name}}', '7 web-1'],
  ['dots and objects are merged', '{{context.cpu.load.one}} {{context.cpu.load.five}}', '1 5'],
  ['a section over a list', '{{#context.items}}{{n}};{{/context.items}}', '1;2;'],
  ['names outside a section', '{{#context.items}}{{context.host}}{{n}} {{/context.items}}', 'db-11 db-12 '],
  ['a section over an object', '{{#context}}{{host}}{{/context}}', 'db-1'],
  ['an inverted section', '{{^context.missing}}none{{/context.missing}}', 'none'],
  ['other delimiters', '{{=<% %>=}}<% context.host %>', 'db-1'],
  ['a partial is nothing', '[{{>context}}]', '[]'],
  ['a comment is nothing', '[{{! context.host }}]', '[]'],
  [
    'what JavaScript values inherit',
    '[{{context.tags.push}}][{{context.host.trim}}][{{constructor.name}}]',
    '[][][]',
  ],
  ['a prototype', '[{{__proto__}}][{{context.__proto__.x}}]', '[][]'],
  ['EvalMath', '{{#EvalMath}} round(context.value, 1) {{/EvalMath}}', '94.1'],
  [
    'EvalMath of an item',
    '{{#context.items}}{{#EvalMath}}n * 2 + context.zero{{/EvalMath}} {{/context.items}}',
    '2 4 ',
  ],
  ['EvalMath with a list', '{{#EvalMath}}sum(context.values){{/EvalMath}}', '14'],
  ['EvalMath with a condition', '{{#EvalMath}}ifelse(gt(context.value, 90), 1, 0){{/EvalMath}}', '1'],
  ['ParseHjson', '{{#ParseHjson}}{{context.hjson}}{{/ParseHjson}}', '{"a":1}'],
  ['FormatDate by default', '{{#FormatDate}} {{context.at}} {{/FormatDate}}', '2026-11-26 10:00pm'],
  [
    'FormatDate with a zone',
    '{{#FormatDate}}{{context.at}}; Asia/Tokyo{{/FormatDate}}',
    '2026-11-27 07:00am',
  ],
  [
    'FormatDate in summer time',
    '{{#FormatDate}}2026-07-01T12:00Z;Europe/Berlin;HH:mm{{/FormatDate}}',
    '14:00',
  ],
  [
    'FormatDate with a format',
    '{{#FormatDate}}{{context.at}};;dddd MMM Do YYYY{{/FormatDate}}',
    'Thursday Nov 26th 2026',
  ],
  ['FormatNumber', '{{#FormatNumber}}{{context.value}}; ; maximumFractionDigits: 1{{/FormatNumber}}', '94.1'],
  ['FormatNumber with a locale', '{{#FormatNumber}}1234.5;de-DE;{{/FormatNumber}}', '1.234,5'],
  [
    'FormatNumber in a currency',
    '{{#FormatNumber}}5;;style: currency, currency: EUR{{/FormatNumber}}',
    '€5.00',
  ],
  [
    'EncodeURIComponent',
    '{{#EncodeURIComponent}}{{context.path}}{{/EncodeURIComponent}}',
    '%2Fa%20b%3Fc%3Dd%26e',
  ],
  ['EncodeURI', '{{#EncodeURI}}{{context.path}}{{/EncodeURI}}', '/a%20b?c=d&e'],
];
for (const [name, template, text] of rows) {
  test(`a template is filled in: ${name}`, () =>
    assert.deepEqual(renderTemplate(template, variables), { kind: 'text', text, notes: [] }));
}

const broken: [template: string, why: string][] = [
  ['{{#a}}', 'Unclosed section "a" at 6'],
  ['{{a', 'Unclosed tag at 3'],
  ['{{/a}}', 'Unopened section "a" at 0'],
];
for (const [template, why] of broken) {
  test(`a text that is no template is told, and comes to nothing: ${template}`, () => {
    assert.deepEqual(renderTemplate(template, variables), { kind: 'fault', why });
    assert.equal(faultOfTemplate(template), why);
  });
}

const failing: [name: string, template: string, words: string][] = [
  [
    'no expression',
    '{{#EvalMath}}1 +{{/EvalMath}}',
    'error evaluating tinymath expression "1 +": Failed to parse expression.',
  ],
  [
    'an unknown name',
    '{{#EvalMath}}nowhere + 1{{/EvalMath}}',
    'error evaluating tinymath expression "nowhere + 1": Unknown variable: nowhere',
  ],
  [
    'what objects inherit',
    '{{#EvalMath}}constructor{{/EvalMath}}',
    'error evaluating tinymath expression "constructor": Unknown variable: constructor',
  ],
  [
    'a division by zero',
    '{{#EvalMath}}1 / context.zero{{/EvalMath}}',
    'error evaluating tinymath expression "1 / context.zero": Cannot divide by 0',
  ],
  ['no Hjson', '{{#ParseHjson}}{a: {{/ParseHjson}}', 'error parsing Hjson "{a:": '],
  ['no date', '{{#FormatDate}} ; UTC{{/FormatDate}}', 'date is empty'],
  ['a date that is none', '{{#FormatDate}}soon{{/FormatDate}}', 'invalid date "soon"'],
  [
    'a zone that is none',
    '{{#FormatDate}}{{context.at}}; Mars/Base{{/FormatDate}}',
    'unknown timeZone value "Mars/Base"',
  ],
  [
    'too few semicolons',
    '{{#FormatNumber}}1;de{{/FormatNumber}}',
    "invalid format, missing semicolons: '1;de'",
  ],
  ['a number that is none', '{{#FormatNumber}}many;;{{/FormatNumber}}', "invalid number: 'many'"],
  [
    'an option without a colon',
    '{{#FormatNumber}}1;;style{{/FormatNumber}}',
    "invalid options: missing colon in option: 'style'",
  ],
  ['an option that is none', '{{#FormatNumber}}1;;style: much{{/FormatNumber}}', 'error formatting number: '],
  [
    'half a character',
    '{{#EncodeURI}}\ud800{{/EncodeURI}}',
    'error evaluating encodeURI("\ud800"): URI malformed',
  ],
];
for (const [name, template, words] of failing) {
  test(`a lambda that fails says so in the text, and it is noted: ${name}`, () => {
    const rendered = renderTemplate(template, variables);
    const text = textOf(rendered);
    assert.ok(text.startsWith(words), text);
    assert.deepEqual(rendered, { kind: 'text', text, notes: [`mustache render error: ${text}`] });
  });
}

test('a variable goes before a lambda of its name', () => {
  const view = prepareVariables({ EvalMath: 'mine' });
  assert.equal(textOf(renderTemplate('{{EvalMath}}', view)), 'mine');
});

test('{{.}} is everything as JSON', () => {
  assert.equal(textOf(renderTemplate('{{.}}', prepareVariables({ a: 1, b: [true] }))), '{"a":1,"b":[true]}');
});

test('sections that multiply come to an end, in words and soon', () => {
  const view = prepareVariables({ l: Array.from({ length: 100 }, (_, index) => index) });
  const open = '{{#l}}'.repeat(6);
  const began = performance.now();
  const why = faultOf(renderTemplate(`${open}x${'{{/l}}'.repeat(6)}`, view));
  assert.match(why ?? '', /it takes more than 200000 steps/);
  assert.ok(performance.now() - began < 2000);
});

test('a text without end is given up in words', () => {
  const view = prepareVariables({ long: 'x'.repeat(10_000), l: Array.from({ length: 1000 }, () => 1) });
  assert.match(
    faultOf(renderTemplate('{{#l}}{{long}}{{/l}}', view)) ?? '',
    /it comes to more than 1048576 characters/,
  );
});

test('a template that is too long is refused when it is saved, and said where it is filled in', () => {
  const template = 'x'.repeat(longestTemplate + 1);
  assert.match(faultOfTemplate(template) ?? '', /has 65537 characters, and may have 65536/);
  assert.match(faultOf(renderTemplate(template, variables)) ?? '', /has 65537 characters/);
  assert.equal(faultOfTemplate('x'.repeat(longestTemplate)), undefined);
});

test('a template that was filled in once is filled in with other variables the next time', () => {
  assert.equal(textOf(renderTemplate('{{a}}', prepareVariables({ a: 1 }))), '1');
  assert.equal(textOf(renderTemplate('{{a}}', prepareVariables({ a: 2 }))), '2');
});

const single: [template: string, value: unknown][] = [
  ['{{context.value}}', 94.125],
  [' {{{context.values}}} ', [1, 4, 9]],
  ['{{alert}}', { id: 'query matched', consecutiveMatches: 3 }],
  ['{{context.no}}', false],
  ['{{context.nothing}}', null],
];
for (const [template, value] of single) {
  test(`a template that is one variable has its value: ${template}`, () =>
    assert.deepEqual(valueOfTemplate(template, variables), { value }));
}
for (const template of [
  '',
  'text',
  '{{context.value}} %',
  '{{a}}{{b}}',
  '{{missing}}',
  '{{EvalMath}}',
  '{{#context}}x{{/context}}',
  '{{',
]) {
  test(`a template that is no single variable has no value of its own: “${template}”`, () =>
    assert.equal(valueOfTemplate(template, variables), undefined));
}
