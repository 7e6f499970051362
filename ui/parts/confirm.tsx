import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { type ReactNode, useState } from 'react';
import { wordsOf } from '../api/api-error.ts';
import { texts } from '../texts/common.ts';

/**
 * A button for what can not be undone: it asks first, in a dialog that says what will happen, and shows what went
 * wrong there. The focus returns to the button.
 */
export function ConfirmButton({
  label,
  title,
  question,
  confirm,
  color = 'red',
  onConfirm,
  trigger,
}: {
  readonly label: string;
  readonly title: string;
  readonly question: ReactNode;
  readonly confirm: string;
  readonly color?: string;
  readonly onConfirm: () => Promise<unknown>;
  /** Draws another button than the usual small one. */
  readonly trigger?: (open: () => void) => ReactNode;
}) {
  const [isBusy, setBusy] = useState(false);
  const [fault, setFault] = useState<string>();
  // What it was refused for the last time need not hold any more.
  const [isOpen, { open, close }] = useDisclosure(false, { onOpen: () => setFault(undefined) });

  async function go(): Promise<void> {
    setBusy(true);
    setFault(undefined);
    try {
      await onConfirm();
      close();
    } catch (error) {
      setFault(wordsOf(error));
    } finally {
      setBusy(false);
    }
  }

  return (
    <>
      {trigger?.(open) ?? (
        <Button size="xs" variant="default" onClick={open}>
          {label}
        </Button>
      )}
      <Modal
        opened={isOpen}
        onClose={close}
        title={title}
        centered
        closeButtonProps={{ 'aria-label': texts.close }}
      >
        <Stack>
          <Text size="sm" component="div">
            {question}
          </Text>
          {fault !== undefined && (
            <Text size="sm" c="var(--mantine-color-error)" role="alert" className="from-outside">
              {fault}
            </Text>
          )}
          <Group justify="flex-end">
            <Button variant="default" onClick={close} data-autofocus>
              {texts.cancel}
            </Button>
            <Button color={color} loading={isBusy} onClick={() => void go()}>
              {confirm}
            </Button>
          </Group>
        </Stack>
      </Modal>
    </>
  );
}
