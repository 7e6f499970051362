import {
  Alert,
  Anchor,
  Button,
  Code,
  Collapse,
  List,
  PasswordInput,
  Stack,
  Text,
  TextInput,
} from '@mantine/core';
import { useForm } from '@mantine/form';
import { useDisclosure } from '@mantine/hooks';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { wordsOf } from '../api/api-error.ts';
import { type Session, sessionKey, signIn } from '../api/session.ts';
import { letIn } from '../api/session-gate.ts';
import { goLive } from '../live/live.ts';
import { signInTexts as texts } from '../texts/sign-in.ts';

/** Tells the page that somebody is signed in. */
export function useSignedIn() {
  const queries = useQueryClient();
  return (session: Session) => {
    queries.setQueryData(sessionKey, session);
    letIn();
    goLive();
  };
}

/** User and password. `user` is filled in where it is known. */
export function SignInForm({ user = '' }: { readonly user?: string }) {
  const signedIn = useSignedIn();
  const [isHelpOpen, help] = useDisclosure(false);
  const form = useForm({
    initialValues: { user, password: '' },
    validate: {
      user: (text) => (text.trim() === '' ? texts.userMissing : null),
      password: (text) => (text === '' ? texts.passwordMissing : null),
    },
  });
  const signing = useMutation({
    mutationFn: (values: typeof form.values) => signIn(values.user.trim(), values.password),
    onSuccess: signedIn,
  });

  return (
    <form onSubmit={form.onSubmit((values) => signing.mutate(values))} noValidate>
      <Stack>
        <TextInput
          label={texts.user}
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          data-autofocus={user === '' ? true : undefined}
          {...form.getInputProps('user')}
        />
        <PasswordInput
          label={texts.password}
          autoComplete="current-password"
          data-autofocus={user === '' ? undefined : true}
          {...form.getInputProps('password')}
        />
        {signing.isError && (
          <Alert color="red" role="alert">
            {wordsOf(signing.error)}
          </Alert>
        )}
        <Button type="submit" loading={signing.isPending}>
          {texts.submit}
        </Button>
        <div>
          <Anchor component="button" type="button" size="sm" onClick={help.toggle} aria-expanded={isHelpOpen}>
            {texts.help}
          </Anchor>
          <Collapse expanded={isHelpOpen}>
            <Text size="sm" c="dimmed" mt="xs">
              {texts.helpText}
            </Text>
            <List size="sm" mt={4}>
              {texts.commands.map(([command, what]) => (
                <List.Item key={command}>
                  <Code>{command}</Code> {what}
                </List.Item>
              ))}
            </List>
          </Collapse>
        </div>
      </Stack>
    </form>
  );
}
