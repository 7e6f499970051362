import { Checkbox, NativeSelect, SimpleGrid } from '@mantine/core';
import { useState } from 'react';
import { ruleFormTexts as texts } from '../texts/rule-form.ts';
import { useField } from './fields/faults-context.ts';
import { More } from './fields/more.tsx';
import { TextField } from './fields/text-field.tsx';
import { hasUnusual, type RuleValues } from './rule-values.ts';

const flappings = ['default', 'own', 'off'] as const;
const endings = ['resolve', 'leave'] as const;

/** Settings that are right for most rules as they are. */
export function MoreSettings({
  values,
  onChange,
}: {
  readonly values: RuleValues;
  readonly onChange: (change: Partial<RuleValues>) => void;
}) {
  const [isUnusual] = useState(() => hasUnusual(values));
  return (
    <More paths={['alert_delay', 'flapping', 'errors_before_alert']} isOpen={isUnusual}>
      <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="sm">
        <TextField
          path="alert_delay.active"
          label={texts.alertDelay}
          hint={texts.alertDelayHint}
          isNumber
          placeholder="1"
          unit={texts.runs}
          value={values.alertDelay}
          onText={(alertDelay) => onChange({ alertDelay })}
        />
        <TextField
          path="errors_before_alert"
          label={texts.errors}
          hint={texts.errorsHint}
          isNumber
          placeholder="3"
          unit={texts.runs}
          value={values.errorsBeforeAlert}
          onText={(errorsBeforeAlert) => onChange({ errorsBeforeAlert })}
        />
      </SimpleGrid>
      <NativeSelect
        label={texts.flapping}
        data={flappings.map((value) => ({ value, label: texts.flappings[value] }))}
        value={values.flapping}
        onChange={({ currentTarget }) =>
          onChange({ flapping: flappings.find((each) => each === currentTarget.value) ?? 'default' })
        }
        {...useField('flapping')}
      />
      {values.flapping === 'own' && (
        <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="sm">
          <TextField
            path="flapping.status_change_threshold"
            label={texts.statusChangeThreshold}
            isNumber
            value={values.statusChangeThreshold}
            onText={(statusChangeThreshold) => onChange({ statusChangeThreshold })}
          />
          <TextField
            path="flapping.look_back_window"
            label={texts.lookBackWindow}
            isNumber
            value={values.lookBackWindow}
            onText={(lookBackWindow) => onChange({ lookBackWindow })}
          />
        </SimpleGrid>
      )}
      <Checkbox
        label={texts.autoResolve}
        description={texts.autoResolveHint}
        checked={values.autoResolve}
        onChange={({ currentTarget }) => onChange({ autoResolve: currentTarget.checked })}
      />
      <NativeSelect
        label={texts.onRuleEnd}
        data={endings.map((value) => ({ value, label: texts.onRuleEnds[value] }))}
        value={values.onRuleEnd}
        onChange={({ currentTarget }) =>
          onChange({ onRuleEnd: endings.find((each) => each === currentTarget.value) ?? 'resolve' })
        }
      />
    </More>
  );
}
