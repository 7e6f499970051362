import { Modal, Stack, Text } from '@mantine/core';
import { useSyncExternalStore } from 'react';
import { sessionGate } from '../api/session-gate.ts';
import { signInTexts as texts } from '../texts/sign-in.ts';
import { SignInForm } from './sign-in-form.tsx';

/** The sign-in over the page, when a session has ended: the page below keeps all that was typed. */
export function SessionEnded({ user }: { readonly user: string | null }) {
  const isOpen = useSyncExternalStore(sessionGate.subscribe, sessionGate.isClosed);
  return (
    <Modal
      opened={isOpen}
      onClose={() => {}}
      withCloseButton={false}
      closeOnEscape={false}
      closeOnClickOutside={false}
      title={texts.again}
      centered
      zIndex={1000}
    >
      <Stack>
        <Text size="sm">{texts.againHint}</Text>
        {isOpen && <SignInForm user={user ?? ''} />}
      </Stack>
    </Modal>
  );
}
