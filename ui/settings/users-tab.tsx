import { Badge, Button, Group, Stack, Table, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconUserPlus } from '@tabler/icons-react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { userBody } from '../../src/api/access.ts';
import { act, change } from '../api/request.ts';
import { readSession, sessionKey } from '../api/session.ts';
import { Moment } from '../parts/moment.tsx';
import { QueryView } from '../parts/query-view.tsx';
import { RevokeButton } from '../parts/revoke-button.tsx';
import { settingsTexts } from '../texts/settings.ts';
import { paths, type User, useSettingsChange, useUsers } from './settings-queries.ts';
import { UserDialog } from './user-dialog.tsx';

const texts = settingsTexts.users;
const pathOf = (name: string) => `${paths.users}/${encodeURIComponent(name)}`;

/** Who may sign in. All users are equal. */
export function UsersTab() {
  const users = useUsers();
  const [isAdding, setAdding] = useState(false);
  const add = useSettingsChange(async (given: { name: string; password: string }) => {
    await change(userBody, 'POST', paths.users, given);
    setAdding(false);
    notifications.show({ message: texts.added(given.name) });
  });
  return (
    <Stack gap="md">
      <Group>
        <Button leftSection={<IconUserPlus size={16} aria-hidden />} onClick={() => setAdding(true)}>
          {texts.add}
        </Button>
      </Group>
      <UserDialog
        title={texts.addTitle}
        isOpen={isAdding}
        onClose={() => {
          setAdding(false);
          add.reset();
        }}
        submit={texts.add}
        isBusy={add.isPending}
        error={add.error}
        onSubmit={(given) => add.mutate(given)}
      />
      <QueryView query={users}>
        {({ items }) => (
          <Table verticalSpacing="sm">
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{texts.user}</Table.Th>
                <Table.Th visibleFrom="sm">{texts.since}</Table.Th>
                <Table.Th visibleFrom="sm">{texts.passwordSet}</Table.Th>
                <Table.Th ta="right">{settingsTexts.actions}</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {items.map((user) => (
                <UserRow key={user.name} user={user} />
              ))}
            </Table.Tbody>
          </Table>
        )}
      </QueryView>
    </Stack>
  );
}

function UserRow({ user: { name, created_at: since, updated_at: passwordSet } }: { readonly user: User }) {
  const queries = useQueryClient();
  const me = useQuery({ queryKey: sessionKey, queryFn: ({ signal }) => readSession(signal) }).data?.user;
  const isYou = name === me;
  const [isChanging, setChanging] = useState(false);
  const setPassword = useSettingsChange(async (password: string) => {
    await act('PUT', `${pathOf(name)}/password`, { password });
    setChanging(false);
    notifications.show({ message: texts.changed(name) });
  });
  const remove = useSettingsChange(async () => {
    await act('DELETE', pathOf(name));
    // Whoever goes is signed out by that: the sign-in comes, without any request that fails first.
    if (isYou) queries.setQueryData(sessionKey, null);
  });
  return (
    <Table.Tr>
      <Table.Td>
        <Group gap="xs">
          <Text size="sm" fw={600} className="from-outside">
            {name}
          </Text>
          {isYou && (
            <Badge size="sm" variant="light" tt="none">
              {texts.you}
            </Badge>
          )}
        </Group>
      </Table.Td>
      <Table.Td visibleFrom="sm">
        <Moment at={since} />
      </Table.Td>
      <Table.Td visibleFrom="sm">
        <Moment at={passwordSet} />
      </Table.Td>
      <Table.Td>
        <Group gap="xs" justify="flex-end">
          <Button
            size="compact-sm"
            variant="default"
            aria-label={texts.changeOf(name)}
            onClick={() => setChanging(true)}
          >
            {texts.change}
          </Button>
          <RevokeButton texts={texts.remove(name, isYou)} onConfirm={() => remove.mutateAsync(undefined)} />
        </Group>
        <UserDialog
          title={texts.changeOf(name)}
          name={name}
          isYou={isYou}
          isOpen={isChanging}
          onClose={() => {
            setChanging(false);
            setPassword.reset();
          }}
          submit={texts.save}
          isBusy={setPassword.isPending}
          error={setPassword.error}
          onSubmit={({ password }) => setPassword.mutate(password)}
        />
      </Table.Td>
    </Table.Tr>
  );
}
