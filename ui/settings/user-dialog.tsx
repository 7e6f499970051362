import { Button, Group, PasswordInput, Text, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useEffect, useState } from 'react';
import { CopyAction } from '../parts/code-block.tsx';
import { FormDialog } from '../parts/form-dialog.tsx';
import { settingsTexts } from '../texts/settings.ts';
import { suggestPassword } from './suggest-password.ts';

const texts = settingsTexts.users;
const shortest = 12;
const nothing = { name: '', password: '' };

/** Asks for a user's name and password; with a name, for a new password of that user alone. */
export function UserDialog({
  name,
  onSubmit,
  ...dialog
}: {
  readonly title: string;
  readonly name?: string;
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly submit: string;
  readonly isBusy: boolean;
  readonly error: unknown;
  readonly onSubmit: (given: { name: string; password: string }) => void;
}) {
  const [suggested, setSuggested] = useState(false);
  const form = useForm({
    initialValues: nothing,
    validateInputOnBlur: true,
    validate: {
      name: (text) =>
        name !== undefined || /^[A-Za-z0-9._@-]{1,64}$/.test(text.trim()) ? null : texts.nameWrong,
      password: (text) => (text.length >= shortest ? null : texts.passwordShort(text.length)),
    },
  });
  const { setValues, clearErrors } = form;
  // A password does not stay in a dialog that was closed.
  useEffect(() => {
    if (dialog.isOpen) return;
    setValues(nothing);
    clearErrors();
    setSuggested(false);
  }, [dialog.isOpen, setValues, clearErrors]);
  const suggest = () => {
    form.setFieldValue(
      'password',
      suggestPassword((bytes) => crypto.getRandomValues(bytes)),
    );
    form.clearFieldError('password');
    setSuggested(true);
  };
  return (
    <FormDialog
      {...dialog}
      onSubmit={form.onSubmit((given) => onSubmit({ name: given.name.trim(), password: given.password }))}
    >
      {name === undefined ? (
        <TextInput
          label={texts.name}
          description={texts.nameHint}
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          data-autofocus
          {...form.getInputProps('name')}
        />
      ) : (
        <Text size="sm">{texts.changeHint}</Text>
      )}
      <PasswordInput
        label={texts.password}
        description={texts.passwordHint}
        autoComplete="new-password"
        visible={suggested || undefined}
        onVisibilityChange={setSuggested}
        data-autofocus={name !== undefined || undefined}
        {...form.getInputProps('password')}
      />
      <Group gap="xs">
        <Button size="compact-sm" variant="default" onClick={suggest}>
          {texts.suggest}
        </Button>
        {suggested && (
          <>
            <CopyAction text={form.values.password} label={texts.password} />
            <Text size="xs" c="dimmed">
              {texts.suggested}
            </Text>
          </>
        )}
      </Group>
    </FormDialog>
  );
}
