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
/** As the server has it (src/access/users.ts). */
const namePattern = /^[A-Za-z0-9][A-Za-z0-9._@-]{0,63}$/;
/** Characters as people count them: an emoji is one. */
const lengthOf = (text: string) => [...text].length;

/** Asks for a user's name and password; with a name, for a new password of that user alone. */
export function UserDialog({
  name,
  isYou = false,
  onSubmit,
  ...dialog
}: {
  readonly title: string;
  readonly name?: string;
  readonly isYou?: boolean;
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly submit: string;
  readonly isBusy: boolean;
  readonly error: unknown;
  readonly onSubmit: (given: { name: string; password: string }) => void;
}) {
  const [isSuggested, setSuggested] = useState(false);
  const [isVisible, setVisible] = useState(false);
  const form = useForm({
    initialValues: nothing,
    validate: {
      name: (text) => (name !== undefined || namePattern.test(text.trim()) ? null : texts.nameWrong),
      password: (text) => (lengthOf(text) >= shortest ? null : texts.passwordShort(lengthOf(text))),
    },
  });
  const { setValues, clearErrors } = form;
  // A password does not stay in a dialog that was closed.
  useEffect(() => {
    if (dialog.isOpen) return;
    setValues(nothing);
    clearErrors();
    setSuggested(false);
    setVisible(false);
  }, [dialog.isOpen, setValues, clearErrors]);
  const suggest = () => {
    form.setFieldValue(
      'password',
      suggestPassword((bytes) => crypto.getRandomValues(bytes)),
    );
    form.clearFieldError('password');
    setSuggested(true);
    setVisible(true);
  };
  // What is still empty is not wrong yet.
  const checkWhenLeft = (field: keyof typeof nothing) => () => {
    if (form.values[field] !== '') void form.validateField(field);
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
          onBlur={checkWhenLeft('name')}
        />
      ) : (
        <Text size="sm" className="from-outside">
          {isYou ? texts.changeYours : texts.changeHint(name)}
        </Text>
      )}
      <PasswordInput
        label={texts.password}
        description={texts.passwordRule(shortest - lengthOf(form.values.password))}
        autoComplete="new-password"
        visible={isVisible}
        onVisibilityChange={setVisible}
        data-autofocus={name !== undefined || undefined}
        {...form.getInputProps('password')}
        onBlur={checkWhenLeft('password')}
      />
      <Group gap="xs">
        <Button size="compact-sm" variant="default" onClick={suggest}>
          {texts.suggest}
        </Button>
        {isSuggested && (
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
