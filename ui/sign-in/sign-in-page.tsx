import { Alert, Center, Group, Image, Paper, Stack, Text, Title } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useLocation, useNavigate } from 'react-router';
import { wordsOf } from '../api/api-error.ts';
import { signInByLink } from '../api/session.ts';
import { texts as common } from '../texts/common.ts';
import { signInTexts as texts } from '../texts/sign-in.ts';
import { SignInForm, useSignedIn } from './sign-in-form.tsx';

const linkPath = '/sign-in';

/** The whole page while nobody is signed in; also where the one-time link leads, whose token stands behind the #. */
export function SignInPage({ note }: { readonly note?: string | undefined }) {
  const { pathname, hash } = useLocation();
  const navigate = useNavigate();
  const signedIn = useSignedIn();
  const [token] = useState(() => (pathname === linkPath ? hash.slice(1) : ''));
  const byLink = useMutation({
    mutationFn: signInByLink,
    onSuccess: (session) => {
      void navigate('/', { replace: true });
      signedIn(session);
    },
  });
  const { mutate } = byLink;
  useEffect(() => {
    document.title = `${texts.title} · ${common.product}`;
    if (token === '') return;
    // It works once: nobody shall find it in the history.
    window.history.replaceState(null, '', linkPath);
    mutate(token);
  }, [token, mutate]);

  return (
    <Center mih="100vh" p="md" component="main">
      <Paper withBorder shadow="sm" p="xl" w="100%" maw={400}>
        <Stack>
          <Group gap="sm">
            <Image src="/bell.svg" w={36} h={36} alt="" />
            <Title order={1} size="h3">
              {byLink.isPending ? texts.byLink : `${texts.title} · ${common.product}`}
            </Title>
          </Group>
          {note !== undefined && (
            <Text size="sm" c="dimmed" role="status">
              {note}
            </Text>
          )}
          {byLink.isError && (
            <Alert color="yellow" title={texts.linkFailed} role="alert">
              {wordsOf(byLink.error)}
            </Alert>
          )}
          <SignInForm />
        </Stack>
      </Paper>
    </Center>
  );
}
