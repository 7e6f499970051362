import { Center } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { sessionKey, sessionQuery, signOut } from './api/session.ts';
import { goLive } from './live/live.ts';
import { refreshLive } from './live/refresh-live.ts';
import { Pages } from './pages.tsx';
import { LoadFailed, Loading } from './parts/query-view.tsx';
import { Shell } from './shell/shell.tsx';
import { SessionEnded } from './sign-in/session-ended.tsx';
import { SignInPage } from './sign-in/sign-in-page.tsx';
import { texts } from './texts/common.ts';

/** The pages for whoever is signed in, the sign-in for everybody else. */
export function SignedIn() {
  const queries = useQueryClient();
  const [hasSignedOut, setSignedOut] = useState(false);
  const session = useQuery(sessionQuery);
  const isIn = session.data !== undefined && session.data !== null;
  useEffect(() => {
    if (!isIn) return;
    goLive();
    return refreshLive(queries);
  }, [isIn, queries]);

  if (session.data === undefined) {
    return (
      <Center mih="100vh" p="md" component="main">
        {session.isError ? (
          <LoadFailed error={session.error} onRetry={() => void session.refetch()} />
        ) : (
          <Loading lines={1} />
        )}
      </Center>
    );
  }
  if (session.data === null) return <SignInPage note={hasSignedOut ? texts.signedOut : undefined} />;

  const leave = async () => {
    await signOut();
    setSignedOut(true);
    // Nothing of what was shown stays for whoever sits down next.
    queries.clear();
    queries.setQueryData(sessionKey, null);
  };
  return (
    <Shell user={session.data.user} onSignOut={() => void leave()}>
      <Pages />
      <SessionEnded user={session.data.user} />
    </Shell>
  );
}
