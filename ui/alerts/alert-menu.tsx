import { ActionIcon, Button, Group, Menu, Modal, Stack, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconBell, IconBellCheck, IconBellOff, IconCircleCheck, IconDots } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { wordsOf } from '../api/api-error.ts';
import { Fault } from '../parts/fault.tsx';
import { alertTexts as words } from '../texts/alerts.ts';
import { texts as common } from '../texts/common.ts';
import { type Alert, muteAlert, tellByHand } from './alerts-api.ts';

/** What people do with an alert needs to know no more of it than this. */
export type MenuAlert = Pick<Alert, 'rule_id' | 'id' | 'status' | 'open' | 'muted' | 'muted_until_recovery'>;
type What = keyof typeof words.actions;

/** Does something with an alert, and says what has come of it. */
function useAlertAction(alert: MenuAlert) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async (what: What): Promise<string> => {
      if (what === 'mute' || what === 'unmute') {
        await muteAlert(alert, what);
        return what === 'mute' ? words.muted(alert.id) : words.unmuted(alert.id);
      }
      const { events, muted_until_recovery: isMuted } = await tellByHand(alert, what);
      if (what === 'acknowledge') return words.acknowledged(events.length);
      return isMuted ? words.resolvedMuted(events.length) : words.resolved(events.length);
    },
    onSuccess: (message) => {
      notifications.show({ message });
    },
    onSettled: () =>
      Promise.all(
        [['part'], ['alert'], ['rule'], ['alerting']].map((queryKey) =>
          queries.invalidateQueries({ queryKey }),
        ),
      ),
  });
}

function offersFor({ status, open, muted, muted_until_recovery: isResolved }: MenuAlert): readonly What[] {
  return [
    ...(open.length > 0 ? (['acknowledge', 'resolve'] as const) : []),
    ...(open.length === 0 && status === 'active' && !isResolved ? (['resolve'] as const) : []),
    muted || isResolved ? 'unmute' : 'mute',
  ];
}

const icons = { acknowledge: IconBellCheck, resolve: IconCircleCheck, mute: IconBellOff, unmute: IconBell };

/** What can be done with an alert: a small menu in a row, buttons on its own page. */
export function AlertMenu({ alert, look }: { readonly alert: MenuAlert; readonly look: 'row' | 'buttons' }) {
  const [isAsking, setAsking] = useState(false);
  const doing = useAlertAction(alert);
  const target = useRef<HTMLButtonElement>(null);
  const close = () => {
    setAsking(false);
    // The item that opened the dialog is gone, so the focus would be lost.
    requestAnimationFrame(() => target.current?.focus());
  };
  const choose = (what: What) => {
    doing.reset();
    if (what === 'resolve') setAsking(true);
    else
      doing.mutate(what, {
        onError: (error) => {
          notifications.show({ message: wordsOf(error), color: 'red', autoClose: false });
        },
      });
  };
  const offers = offersFor(alert);
  return (
    <>
      {look === 'row' ? (
        <Menu position="bottom-end" withinPortal>
          <Menu.Target>
            <ActionIcon
              ref={target}
              variant="subtle"
              color="gray"
              aria-label={words.menuOf(alert.id)}
              loading={doing.isPending}
            >
              <IconDots size={18} aria-hidden />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            {offers.map((what) => {
              const Icon = icons[what];
              return (
                <Menu.Item
                  key={what}
                  leftSection={<Icon size={16} aria-hidden />}
                  onClick={() => choose(what)}
                >
                  {words.actions[what]}
                </Menu.Item>
              );
            })}
          </Menu.Dropdown>
        </Menu>
      ) : (
        offers.map((what) => (
          <Button
            key={what}
            size="xs"
            variant="default"
            loading={doing.isPending && doing.variables === what}
            onClick={() => choose(what)}
          >
            {words.actions[what]}
          </Button>
        ))
      )}
      {isAsking && (
        <Modal
          opened
          onClose={close}
          title={words.resolveTitle}
          centered
          closeButtonProps={{ 'aria-label': common.close }}
        >
          <Stack>
            <Text size="sm">
              {alert.open.length > 0 ? words.resolveOpen(alert.open.length) : words.resolveNone}
            </Text>
            {alert.status === 'active' && <Text size="sm">{words.resolveActive}</Text>}
            <Fault error={doing.error} />
            <Group justify="flex-end">
              <Button variant="default" onClick={close} data-autofocus>
                {common.cancel}
              </Button>
              <Button loading={doing.isPending} onClick={() => doing.mutate('resolve', { onSuccess: close })}>
                {words.resolveConfirm}
              </Button>
            </Group>
          </Stack>
        </Modal>
      )}
    </>
  );
}
