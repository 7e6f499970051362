import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import { texts as common } from '../texts/common.ts';
import { connectorsTexts } from '../texts/connectors.ts';

const texts = connectorsTexts.discard;

/** Asks before what was typed is lost. Escape stays. */
export function DiscardDialog({
  isOpen,
  title = texts.title,
  onStay,
  onLeave,
}: {
  readonly isOpen: boolean;
  readonly title?: string;
  readonly onStay: () => void;
  readonly onLeave: () => void;
}) {
  return (
    <Modal
      opened={isOpen}
      onClose={onStay}
      title={title}
      centered
      closeButtonProps={{ 'aria-label': common.close }}
    >
      <Stack>
        <Text size="sm">{texts.question}</Text>
        <Group justify="flex-end">
          <Button variant="default" onClick={onStay} data-autofocus>
            {texts.cancel}
          </Button>
          <Button color="red" onClick={onLeave}>
            {texts.confirm}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
