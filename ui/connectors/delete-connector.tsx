import { ActionIcon, Alert, Button, Group, List, Modal, Radio, Stack, Text, Tooltip } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { notifications } from '@mantine/notifications';
import { IconTrash } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { ApiError } from '../api/api-error.ts';
import { Fault } from '../parts/fault.tsx';
import { texts as common } from '../texts/common.ts';
import { connectorsTexts } from '../texts/connectors.ts';
import { deleteConnector, type ListedConnector, type Remains, useUsingRules } from './connector-queries.ts';
import { whyInUse } from './server-fault.ts';
import { useReadAnew } from './use-read-anew.ts';

const texts = connectorsTexts.delete;

/** Rules that are named; the rest is counted. */
const rulesNamed = 5;

const isInUse = (error: unknown): error is ApiError => error instanceof ApiError && error.status === 409;

/**
 * The button that deletes a connector, after a question. Where something waits or is open the server refuses at
 * first: then the dialog says what, and asks what shall become of it.
 */
export function DeleteConnector({
  connector: { id, name },
  onDeleted,
}: {
  readonly connector: ListedConnector;
  readonly onDeleted: () => void;
}) {
  const readAnew = useReadAnew();
  const [isOpen, { open, close }] = useDisclosure(false);
  const { data: rules } = useUsingRules(id, rulesNamed, isOpen);
  const [remains, setRemains] = useState<Remains>('resolve');
  const [refusal, setRefusal] = useState<string>();
  const deleting = useMutation({
    mutationFn: (how: Remains | undefined) => deleteConnector(id, how),
    onSuccess: async () => {
      notifications.show({ message: texts.deleted(name) });
      close();
      await readAnew();
      onDeleted();
    },
    onError: (error) => isInUse(error) && setRefusal(error.message),
  });
  const ask = () => {
    deleting.reset();
    setRefusal(undefined);
    setRemains('resolve');
    open();
  };

  return (
    <>
      <Tooltip label={texts.action(name)}>
        <ActionIcon
          variant="subtle"
          color="gray"
          size="lg"
          aria-label={texts.action(name)}
          aria-haspopup="dialog"
          onClick={ask}
        >
          <IconTrash size={18} aria-hidden />
        </ActionIcon>
      </Tooltip>
      <Modal
        opened={isOpen}
        onClose={close}
        title={<span className="from-outside">{texts.title(name)}</span>}
        centered
        closeButtonProps={{ 'aria-label': common.close }}
      >
        <Stack>
          <Text size="sm">{texts.question}</Text>
          {rules !== undefined && rules.total > 0 && (
            <Alert color="yellow" variant="light" className="from-outside">
              <Text size="sm">{texts.usedBy(rules.total)}</Text>
              <List size="sm">
                {rules.items.map((rule) => (
                  <List.Item key={rule.id}>{rule.name}</List.Item>
                ))}
                {rules.total > rules.items.length && (
                  <List.Item>{texts.andMore(rules.total - rules.items.length)}</List.Item>
                )}
              </List>
            </Alert>
          )}
          {refusal !== undefined && (
            <>
              <Alert color="yellow" variant="light" role="alert" className="from-outside">
                {whyInUse(refusal)}
              </Alert>
              <Radio.Group
                label={texts.how}
                value={remains}
                onChange={(value) => setRemains(value === 'leave' ? 'leave' : 'resolve')}
              >
                <Stack gap="xs" mt="xs">
                  <Radio value="resolve" label={texts.resolve} description={texts.resolveHint} />
                  <Radio value="leave" label={texts.leave} description={texts.leaveHint} />
                </Stack>
              </Radio.Group>
            </>
          )}
          {!isInUse(deleting.error) && <Fault error={deleting.error} />}
          <Group justify="flex-end">
            <Button variant="default" onClick={close} data-autofocus>
              {common.cancel}
            </Button>
            <Button
              color="red"
              loading={deleting.isPending}
              onClick={() => deleting.mutate(refusal === undefined ? undefined : remains)}
            >
              {refusal === undefined ? texts.confirm : texts.anyway}
            </Button>
          </Group>
        </Stack>
      </Modal>
    </>
  );
}
