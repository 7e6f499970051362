import { ActionIcon, Button, Group, Stack, Text } from '@mantine/core';
import { useId } from '@mantine/hooks';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { useRef } from 'react';
import { pagerDutyFormTexts as texts } from '../texts/pagerduty-form.ts';
import { TemplateInput } from '../variables/template-input.tsx';
import { FieldLabel } from './field-label.tsx';
import type { ParamsFormState } from './use-params-form.ts';

/** The links of an event: a row each, with one message for all of them. */
export function LinksField({
  form,
  fault,
}: {
  readonly form: ParamsFormState;
  readonly fault?: string | undefined;
}) {
  const { links } = form.values;
  const { error: own, onBlur } = form.getInputProps('links');
  const error = own ?? fault;
  const labelId = useId();
  const errorId = useId();
  const nextRow = Math.max(0, ...links.map(({ row }) => row)) + 1;
  const addButton = useRef<HTMLButtonElement>(null);

  return (
    <Stack gap="xs" role="group" aria-labelledby={labelId} aria-describedby={error ? errorId : undefined}>
      <Text id={labelId} size="sm" fw={500}>
        <FieldLabel label={texts.links} isOptional />
      </Text>
      {links.map(({ row }, index) => (
        <Group key={row} gap="xs" wrap="nowrap" align="center">
          <LinkInput form={form} index={index} part="text" label={texts.linkLabel} onBlur={onBlur} />
          <LinkInput form={form} index={index} part="href" label={texts.linkUrl} onBlur={onBlur} />
          <ActionIcon
            variant="subtle"
            color="gray"
            size="lg"
            aria-label={texts.ofRow(texts.removeLink, index + 1)}
            onClick={() => {
              form.removeListItem('links', index);
              addButton.current?.focus();
            }}
          >
            <IconTrash size={16} aria-hidden />
          </ActionIcon>
        </Group>
      ))}
      {error && (
        <Text id={errorId} size="xs" c="var(--mantine-color-error)" role="alert">
          {error}
        </Text>
      )}
      <div>
        <Button
          ref={addButton}
          size="xs"
          variant="default"
          leftSection={<IconPlus size={14} aria-hidden />}
          onClick={() => form.insertListItem('links', { row: nextRow, href: '', text: '' })}
        >
          {texts.addLink}
        </Button>
      </div>
    </Stack>
  );
}

function LinkInput({
  form,
  index,
  part,
  label,
  onBlur,
}: {
  readonly form: ParamsFormState;
  readonly index: number;
  readonly part: 'text' | 'href';
  readonly label: string;
  readonly onBlur: () => void;
}) {
  const name = texts.ofRow(label, index + 1);
  return (
    <TemplateInput
      flex={part === 'href' ? 2 : 1}
      miw={0}
      name={name}
      placeholder={label}
      aria-label={name}
      value={form.values.links[index]?.[part] ?? ''}
      onText={(text) => form.setFieldValue(`links.${index}.${part}`, text)}
      error={form.getInputProps(`links.${index}.${part}`).error}
      onBlur={onBlur}
    />
  );
}
