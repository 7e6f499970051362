import { ruleVariableTexts } from '../texts/rule-variables.ts';
import type { Variable } from '../variables/variable.ts';
import type { RulePreview, RuleTypeShown } from './rule-form-api.ts';

const { always, ofAlert, ofSummary } = ruleVariableTexts;
/** So much of a value is shown. */
const longestSample = 200;
/** Names below a value that are told beside it, and how deep. */
const mostBelow = 40;
const deepest = 3;

function sampleOf(value: unknown): string | undefined {
  if (value === undefined || value === null) return undefined;
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.length > longestSample ? `${text.slice(0, longestSample)}…` : text;
}

/** What is named below an object, such as each label of a series. */
function below(name: string, value: unknown, description: string, depth = 1): Variable[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value) || depth > deepest) return [];
  return Object.entries(value)
    .filter(([key]) => /^[\w-]+$/.test(key))
    .slice(0, mostBelow)
    .flatMap(([key, each]) => [
      { name: `${name}.${key}`, description, sample: sampleOf(each) },
      ...below(`${name}.${key}`, each, description, depth + 1),
    ]);
}

/**
 * What can stand in the templates of an action (contract 4.4 and 4.5): the context first, then what the rule and the
 * alert are. `preview`: what its first alert of the group was like is shown as a sample.
 */
export function variablesOf(
  type: Pick<RuleTypeShown, 'action_variables'>,
  {
    rule,
    isSummary,
    group,
    preview,
  }: {
    readonly rule: { readonly id: string; readonly name: string; readonly tags: readonly string[] };
    readonly isSummary: boolean;
    readonly group: string;
    readonly preview: Pick<RulePreview, 'alerts'> | undefined;
  },
): readonly Variable[] {
  const { context = [], state = [], params = [] } = type.action_variables;
  const example = preview?.alerts.find((alert) => alert.group === group) ?? preview?.alerts[0];
  const samples: Readonly<Record<string, string | undefined>> = {
    'rule.id': rule.id,
    'rule.name': rule.name,
    'rule.tags': rule.tags.join(','),
    'alert.id': example?.id,
    'alert.actionGroup': group,
  };
  const named = (list: Readonly<Record<string, string>>): Variable[] =>
    Object.entries(list).map(([name, description]) => ({ name, description, sample: samples[name] }));
  const ofParams = params.map(({ name, description }) => ({ name: `rule.params.${name}`, description }));
  if (isSummary) return [...named(ofSummary), ...named(always), ...ofParams];
  const known = new Set(context.map(({ name }) => name));
  const contextVariables = context.flatMap(({ name, description }): Variable[] => {
    if (name === '*') return [];
    const value = example?.context[name];
    return [
      { name: `context.${name}`, description, sample: sampleOf(value) },
      ...below(`context.${name}`, value, description),
    ];
  });
  const others = Object.entries(example?.context ?? {}).filter(([name]) => !known.has(name));
  return [
    ...contextVariables,
    ...below('context', Object.fromEntries(others), ruleVariableTexts.found),
    ...named(ofAlert),
    ...named(always),
    ...state.map(({ name, description }) => ({ name: `state.${name}`, description })),
    ...ofParams,
  ];
}
