import { useContext } from 'react';
import { type OfFields, ParamsForm } from '../../pagerduty-form/params-form.tsx';
import { toParams } from '../../pagerduty-form/to-params.ts';
import { useParamsForm } from '../../pagerduty-form/use-params-form.ts';
import { ruleFormTexts as texts } from '../../texts/rule-form.ts';
import { FaultsContext } from '../fields/faults-context.ts';
import type { Params } from '../rule-values.ts';

const { optional, ...others } = texts.defaults;
const defaultsOf = (isSummary: boolean): OfFields => ({
  dedupKey: isSummary ? '{{rule.id}}:{{rule.id}}' : '{{rule.id}}:{{alert.id}}',
  component: optional,
  class: optional,
  group: texts.none,
  ...others,
});

/** What an action says, in the fields of an event; each may be a template. */
export function ActionParams({
  index,
  isSummary,
  initial,
  onParams,
}: {
  readonly index: number;
  readonly isSummary: boolean;
  /** Read once. */
  readonly initial: Params;
  readonly onParams: (params: Params) => void;
}) {
  const form = useParamsForm(initial, {
    areTemplates: true,
    onValues: (values) => onParams(toParams(values)),
  });
  return (
    <ParamsForm
      form={form}
      defaults={defaultsOf(isSummary)}
      faults={useFaultsOf(`actions.${index}.params.`)}
    />
  );
}

function useFaultsOf(prefix: string): OfFields {
  const all = [...useContext(FaultsContext)];
  return Object.fromEntries(
    all.flatMap(([path, message]) => (path.startsWith(prefix) ? [[path.slice(prefix.length), message]] : [])),
  );
}
