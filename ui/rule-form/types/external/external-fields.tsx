import { ruleTypeTexts } from '../../../texts/rule-types.ts';
import { DurationField } from '../../fields/duration-field.tsx';
import { orNull, textAt } from '../read-params.ts';
import type { TypeFieldsProps } from '../type-form.ts';

const texts = ruleTypeTexts.external;

export function ExternalFields({ initial, onChange }: TypeFieldsProps) {
  return (
    <DurationField
      path="params.timeout"
      label={texts.timeout}
      hint={texts.timeoutHint}
      value={textAt(initial, 'timeout')}
      onText={(timeout) => onChange({ timeout: orNull(timeout) })}
    />
  );
}
