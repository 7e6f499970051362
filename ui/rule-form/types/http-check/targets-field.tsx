import { ActionIcon, Button, Group, Stack, Text, TextInput } from '@mantine/core';
import { useId } from '@mantine/hooks';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { useRef } from 'react';
import { ruleTypeTexts } from '../../../texts/rule-types.ts';
import { useField } from '../../fields/faults-context.ts';
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
  const labelId = useId();
  const addButton = useRef<HTMLButtonElement>(null);
  const { error, ...field } = useField('params.targets');
  return (
    <Stack gap="xs" role="group" aria-labelledby={labelId} {...field}>
      <div>
        <Text id={labelId} size="sm" fw={600}>
          {texts.targets}
        </Text>
        <Text size="xs" c="dimmed">
          {texts.targetsHint}
        </Text>
      </div>
      {targets.map((target, index) => (
        <TargetRow
          key={target.row}
          target={target}
          index={index}
          isOnly={targets.length === 1}
          onChange={(change) =>
            onTargets(targets.map((each) => (each.row === target.row ? { ...each, ...change } : each)))
          }
          onRemove={() => {
            onTargets(targets.filter(({ row }) => row !== target.row));
            addButton.current?.focus();
          }}
        />
      ))}
      {error !== undefined && (
        <Text size="xs" c="var(--mantine-color-error)" role="alert" className="from-outside">
          {error}
        </Text>
      )}
      <div>
        <Button
          ref={addButton}
          size="xs"
          variant="default"
          leftSection={<IconPlus size={14} aria-hidden />}
          onClick={() =>
            onTargets([
              ...targets,
              { row: Math.max(...targets.map(({ row }) => row)) + 1, url: '', name: '' },
            ])
          }
        >
          {texts.addTarget}
        </Button>
      </div>
    </Stack>
  );
}

function TargetRow({
  target: { url, name },
  index,
  isOnly,
  onChange,
  onRemove,
}: {
  readonly target: Targets[number];
  readonly index: number;
  readonly isOnly: boolean;
  readonly onChange: (change: Partial<Targets[number]>) => void;
  readonly onRemove: () => void;
}) {
  const place = `params.targets.${index}`;
  const ofRow = (label: string) => ruleTypeTexts.ofRow(label, index + 1);
  // What is wrong with the target as a whole stands where it was typed.
  const whole = useField(place).error;
  const { error, ...ofUrl } = useField(`${place}.url`);
  return (
    <Group gap="xs" align="flex-start">
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
      {!isOnly && (
        <ActionIcon
          variant="subtle"
          color="gray"
          size="lg"
          aria-label={texts.removeTarget(index + 1)}
          onClick={onRemove}
        >
          <IconTrash size={16} aria-hidden />
        </ActionIcon>
      )}
    </Group>
  );
}
