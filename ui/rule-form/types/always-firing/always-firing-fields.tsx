import { SimpleGrid } from '@mantine/core';
import { ruleTypeTexts } from '../../../texts/rule-types.ts';
import { numberOf, numberText } from '../../fields/number-text.ts';
import { TextField } from '../../fields/text-field.tsx';
import { defined } from '../read-params.ts';
import type { TypeFieldsProps } from '../type-form.ts';
import { useTypeValues } from '../use-type-values.ts';

const texts = ruleTypeTexts.alwaysFiring;
const names = ['instances', 'urgent', 'recoveryChance'] as const;
type Values = Readonly<Record<(typeof names)[number], string>>;

const toParams = ({ instances, urgent, recoveryChance }: Values) =>
  defined({
    instances: numberOf(instances),
    urgent: numberOf(urgent),
    recoveryChance: numberOf(recoveryChance),
  });

export function AlwaysFiringFields({ initial, onChange }: TypeFieldsProps) {
  const [values, set] = useTypeValues<Values>(
    () => ({
      instances: numberText(initial.instances),
      urgent: numberText(initial.urgent),
      recoveryChance: numberText(initial.recoveryChance),
    }),
    toParams,
    onChange,
  );
  return (
    <SimpleGrid cols={{ base: 1, xs: 3 }} spacing="sm">
      {names.map((name) => (
        <TextField
          key={name}
          path={`params.${name}`}
          label={texts[name]}
          isNumber
          placeholder={name === 'instances' ? '5' : '0'}
          hint={name === 'recoveryChance' ? texts.chanceHint : undefined}
          value={values[name]}
          onText={(text) => set({ [name]: text })}
        />
      ))}
    </SimpleGrid>
  );
}
