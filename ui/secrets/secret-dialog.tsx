import { PasswordInput, Radio, Stack, Text, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { secretName } from '../../src/api/secret-name.ts';
import { FormDialog } from '../parts/form-dialog.tsx';
import { secretTexts as texts } from '../texts/secrets.ts';
import { emptySecret, type SecretValues, secretFields, secretKinds, toSecret } from './secret-values.ts';
import { type ShownSecret, saveSecret, secretsKey } from './secrets-api.ts';

/** Makes a secret that rules refer to by its name, or replaces one. It is written, and never read again. */
export function SecretDialog({
  isOpen,
  names,
  replaced,
  onClose,
  onMade,
}: {
  readonly isOpen: boolean;
  /** Absent: a new one is made. */
  readonly replaced?: ShownSecret | undefined;
  /** Of secrets that there are: none is replaced by mistake. */
  readonly names: readonly string[];
  readonly onClose: () => void;
  readonly onMade: (name: string) => void;
}) {
  const [values, setValues] = useState(emptySecret);
  const [faults, setFaults] = useState<Partial<Record<keyof SecretValues, string>>>({});
  // It stays where it is while it is closed, so that the focus goes back; what was typed before does not.
  const [wasOpen, setWasOpen] = useState(false);
  if (isOpen !== wasOpen) {
    setWasOpen(isOpen);
    if (isOpen) {
      setValues({ ...emptySecret, ...(replaced && { name: replaced.name, type: replaced.type }) });
      setFaults({});
    }
  }
  const queries = useQueryClient();
  const saving = useMutation({
    mutationFn: () => saveSecret(values.name, toSecret(values)),
    onSuccess: async ({ name }) => {
      await queries.invalidateQueries({ queryKey: secretsKey });
      notifications.show({ message: replaced === undefined ? texts.made(name) : texts.replaced(name) });
      onMade(name);
    },
  });
  const set = (change: Partial<SecretValues>) => {
    setValues((before) => ({ ...before, ...change }));
    setFaults({});
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const named = secretName.safeParse(values.name);
    const found = Object.fromEntries(
      secretFields[values.type].flatMap((field) => (values[field] === '' ? [[field, texts.missing]] : [])),
    );
    const isTaken = replaced === undefined && names.includes(values.name);
    const name = isTaken ? texts.exists : named.error?.issues[0]?.message;
    const all = { ...found, ...(name !== undefined && { name }) };
    setFaults(all);
    if (Object.keys(all).length === 0) saving.mutate();
  };
  const title = replaced === undefined ? texts.title : texts.replaceTitle(replaced.name);
  return (
    <FormDialog
      title={title}
      isOpen={isOpen}
      onClose={() => {
        saving.reset();
        onClose();
      }}
      onSubmit={submit}
      submit={title}
      isBusy={saving.isPending}
      error={saving.error}
    >
      <Text size="sm">{texts.about}</Text>
      {replaced === undefined && (
        <TextInput
          label={texts.name}
          description={texts.nameHint}
          autoComplete="off"
          data-autofocus
          value={values.name}
          error={faults.name}
          onChange={({ currentTarget }) => set({ name: currentTarget.value })}
        />
      )}
      <Radio.Group
        label={texts.type}
        value={values.type}
        onChange={(type) => set({ type: secretKinds.find((each) => each === type) ?? 'basic' })}
      >
        <Stack gap="xs" mt={4}>
          {secretKinds.map((kind) => (
            <Radio key={kind} value={kind} label={texts.types[kind]} />
          ))}
        </Stack>
      </Radio.Group>
      {secretFields[values.type].map((field) => {
        const props = {
          label: texts[field],
          autoComplete: 'off',
          value: values[field],
          error: faults[field],
          onChange: ({ currentTarget }: { currentTarget: HTMLInputElement }) =>
            set({ [field]: currentTarget.value }),
        } as const;
        const isOpen = field === 'username' || field === 'headerName';
        return isOpen ? <TextInput key={field} {...props} /> : <PasswordInput key={field} {...props} />;
      })}
    </FormDialog>
  );
}
