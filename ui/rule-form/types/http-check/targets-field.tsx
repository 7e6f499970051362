import { TextInput } from '@mantine/core';
import { ruleTypeTexts } from '../../../texts/rule-types.ts';
import { useField } from '../../fields/faults-context.ts';
import { RowsField } from '../../fields/rows-field.tsx';
import type { HttpCheckValues } from './http-check-values.ts';

const texts = ruleTypeTexts.httpCheck;
type Targets = HttpCheckValues['targets'];

/** The URLs that are asked, a row each, with names where their URLs are not good enough. */
export function TargetsField({
  targets,
  onTargets,
}: {
  readonly targets: Targets;
  readonly onTargets: (targets: Targets) => void;
}) {
  return (
    <RowsField
      path="params.targets"
      texts={{
        label: texts.targets,
        hint: texts.targetsHint,
        add: texts.addTarget,
        remove: texts.removeTarget,
      }}
      rows={targets}
      empty={(row) => ({ row, url: '', name: '' })}
      least={1}
      align="flex-start"
      onRows={onTargets}
    >
      {(target, index, set) => <TargetFields target={target} index={index} onChange={set} />}
    </RowsField>
  );
}

function TargetFields({
  target: { url, name },
  index,
  onChange,
}: {
  readonly target: Targets[number];
  readonly index: number;
  readonly onChange: (change: Partial<Targets[number]>) => void;
}) {
  const place = `params.targets.${index}`;
  const ofRow = (label: string) => ruleTypeTexts.ofRow(label, index + 1);
  // What is wrong with the target as a whole stands where it was typed.
  const whole = useField(place).error;
  const { error, ...ofUrl } = useField(`${place}.url`);
  return (
    <>
      <TextInput
        flex="3 1 14rem"
        miw={0}
        type="url"
        aria-label={ofRow(texts.url)}
        placeholder={texts.urlExample}
        autoComplete="off"
        spellCheck={false}
        value={url}
        error={error ?? whole}
        onChange={({ currentTarget }) => onChange({ url: currentTarget.value })}
        {...ofUrl}
      />
      <TextInput
        flex="2 1 9rem"
        miw={0}
        aria-label={ofRow(texts.name)}
        placeholder={texts.nameExample}
        autoComplete="off"
        value={name}
        onChange={({ currentTarget }) => onChange({ name: currentTarget.value })}
        {...useField(`${place}.name`)}
      />
    </>
  );
}
