import { ruleFormTexts } from '../../../texts/rule-form.ts';
import { JsonField } from '../../fields/json-field.tsx';
import type { TypeFieldsProps } from '../type-form.ts';

/** Params of a type that has no form here. */
export function OtherFields({ initial, onChange }: TypeFieldsProps) {
  return <JsonField path="params" label={ruleFormTexts.params} initial={initial} onObject={onChange} />;
}
