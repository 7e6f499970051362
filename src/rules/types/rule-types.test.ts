import assert from 'node:assert/strict';
import { test } from 'node:test';
import { alertVariables } from '../../templates/alert-variables.ts';
import { prepareVariables } from '../../templates/prepare-variables.ts';
import { renderTemplate } from '../../templates/render-template.ts';
import { parseDuration } from '../duration.ts';
import { recoveryGroup } from '../rule-type.ts';
import { ruleTypes } from './rule-types.ts';
import { runForTest } from './run-for-test.ts';

/** What a rule of a type has to be told at least. */
const least: Readonly<Record<string, object>> = {
  'http-check': { targets: [{ url: 'https://example.com' }], retries: 0 },
  'prometheus-query': {
    url: 'https://example.com',
    query: 'up',
    critical: { comparator: '<', threshold: [1] },
  },
};
/** What any type can make something of. */
const everybodyAnswers = {
  call: async () =>
    ({
      kind: 'answered',
      status: 200,
      headers: {},
      body: '{"status": "success", "data": {"resultType": "vector", "result": []}}',
      isCut: false,
      url: new URL('https://example.com'),
      duration: 1,
    }) as const,
};

for (const [id, type] of ruleTypes) {
  const groups = [...type.groups, type.recoveryGroup].map((group) => group.id);

  test(`${id}: it has a name, a producer and an interval that is one`, () => {
    assert.equal(type.id, id);
    assert.match(id, /^[a-z.][a-z-]*$/);
    for (const text of [type.name, type.producer]) assert.notEqual(text.trim(), '');
    assert.notEqual(parseDuration(type.defaultInterval ?? '1m'), undefined);
  });

  test(`${id}: it has groups of different names, the default one and the one for recovery among them`, () => {
    assert.ok(type.groups.some((group) => group.id === type.defaultGroup));
    assert.deepEqual(type.recoveryGroup, recoveryGroup);
    assert.equal(new Set(groups).size, groups.length);
    for (const { name } of type.groups) assert.notEqual(name.trim(), '');
  });

  test(`${id}: each variable is described in a sentence`, () => {
    for (const variables of [type.context, type.stateVariables, type.paramsVariables]) {
      assert.equal(new Set(variables.map(({ name }) => name)).size, variables.length);
      for (const { name, description } of variables) assert.match(description, /^[A-Z].*\.$/, name);
    }
  });

  test(`${id}: each group has a default text that can be filled in`, () => {
    assert.deepEqual(Object.keys(type.defaultTexts).toSorted(), groups.toSorted());
    for (const { summary } of Object.values(type.defaultTexts)) {
      const rule = { id: 'r', name: 'A rule', type: id, tags: [], params: {}, url: '' };
      const alert = {
        id: 'a',
        uuid: 'u',
        group: { id: 'g', name: 'G' },
        flapping: false,
        consecutiveMatches: 1,
        context: Object.fromEntries(type.context.map(({ name }) => [name, `<${name}>`])),
        state: {},
      };
      const variables = alertVariables(rule, alert, { date: new Date(0), publicBaseUrl: '' });
      const rendered = renderTemplate(summary, prepareVariables(variables));
      assert.ok(rendered.kind === 'text' && rendered.text.trim() !== '', summary);
    }
  });

  test(`${id}: with the least params it runs by its defaults, and names a param that it does not know`, async () => {
    const { data } = type.params.safeParse(least[id] ?? {});
    assert.notEqual(data, undefined);
    const { error } = type.params.safeParse({ ...least[id], noSuchParam: 1 });
    assert.match(error?.issues[0]?.message ?? '', /noSuchParam/);
    const report = await type.execute(runForTest(data, { sources: everybodyAnswers }));
    for (const alert of report.alerts) assert.ok(groups.includes(alert.group));
  });
}
