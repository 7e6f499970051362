import { Button, type ButtonProps, Group, Modal, Stack } from '@mantine/core';
import type { FormEvent, ReactNode } from 'react';
import { texts } from '../texts/common.ts';
import { Fault } from './fault.tsx';

/**
 * A small form in a dialog. The focus goes to its first field (or `data-autofocus`) and returns to what opened it;
 * `onSubmit` is only called, checking and closing are the caller's.
 */
export function FormDialog({
  title,
  isOpen,
  onClose,
  onSubmit,
  submit,
  isBusy,
  error,
  color,
  children,
}: {
  readonly title: string;
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly onSubmit: (event: FormEvent<HTMLFormElement>) => void;
  readonly submit: string;
  readonly isBusy: boolean;
  readonly error: unknown;
  readonly color?: ButtonProps['color'];
  readonly children: ReactNode;
}) {
  return (
    <Modal
      opened={isOpen}
      onClose={onClose}
      title={title}
      centered
      closeButtonProps={{ 'aria-label': texts.close }}
    >
      <form onSubmit={onSubmit} noValidate>
        <Stack>
          {children}
          <Fault error={error} />
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {texts.cancel}
            </Button>
            <Button type="submit" loading={isBusy} {...(color !== undefined && { color })}>
              {submit}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
