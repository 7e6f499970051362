import { Badge, Group, Stack, Table, Text } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { ApiError } from '../api/api-error.ts';
import { act } from '../api/request.ts';
import { sessionKey } from '../api/session.ts';
import { ConfirmButton } from '../parts/confirm.tsx';
import { Moment } from '../parts/moment.tsx';
import { QueryView } from '../parts/query-view.tsx';
import { RevokeButton } from '../parts/revoke-button.tsx';
import { settingsTexts } from '../texts/settings.ts';
import { describeBrowser } from './describe-browser.ts';
import { type BrowserSession, paths, useSessions, useSettingsChange } from './settings-queries.ts';

const texts = settingsTexts.sessions;

async function end(id: string): Promise<void> {
  try {
    await act('DELETE', `${paths.sessions}/${encodeURIComponent(id)}`);
  } catch (error) {
    // It has ended by itself meanwhile, which is what was wanted.
    if (!(error instanceof ApiError && error.status === 404)) throw error;
  }
}

/** Which browsers are signed in, and how to end that. */
export function SessionsTab() {
  const sessions = useSessions();
  const endOthers = useSettingsChange(async (others: readonly BrowserSession[]) => {
    for (const { id } of others) await end(id);
  });
  return (
    <QueryView query={sessions}>
      {({ items }) => {
        const others = items.filter(({ current }) => !current);
        return (
          <Stack gap="md">
            <Group justify="space-between">
              <Text size="sm" c="dimmed">
                {texts.about}
              </Text>
              {others.length > 0 && (
                <ConfirmButton {...texts.endOthers} onConfirm={() => endOthers.mutateAsync(others)} />
              )}
            </Group>
            <Table verticalSpacing="sm">
              <Table.Thead>
                <Table.Tr>
                  <Table.Th>{texts.browser}</Table.Th>
                  <Table.Th visibleFrom="sm">{texts.address}</Table.Th>
                  <Table.Th visibleFrom="md">{texts.begun}</Table.Th>
                  <Table.Th visibleFrom="sm">{texts.lastUsed}</Table.Th>
                  <Table.Th visibleFrom="md">{texts.ends}</Table.Th>
                  <Table.Th ta="right">{settingsTexts.actions}</Table.Th>
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {items.map((session) => (
                  <SessionRow key={session.id} session={session} />
                ))}
              </Table.Tbody>
            </Table>
          </Stack>
        );
      }}
    </QueryView>
  );
}

function SessionRow({ session }: { readonly session: BrowserSession }) {
  const { id, user, address, user_agent: agent, current } = session;
  const queries = useQueryClient();
  const revoke = useSettingsChange(async () => {
    await end(id);
    // One's own browser is signed out by that: the sign-in comes, without any request that fails first.
    if (current) queries.setQueryData(sessionKey, null);
  });
  const browser = describeBrowser(agent ?? '') ?? texts.unknownBrowser;
  return (
    <Table.Tr>
      <Table.Td title={agent ?? undefined}>
        <Group gap="xs">
          <Text size="sm" fw={600}>
            {browser}
          </Text>
          {current && (
            <Badge size="sm" variant="light" tt="none">
              {texts.current}
            </Badge>
          )}
        </Group>
        <Text size="xs" c="dimmed" className="from-outside">
          {user}
          <Text span inherit hiddenFrom="sm">
            {` · ${address}`}
          </Text>
        </Text>
        <Text size="xs" c="dimmed" component="div" hiddenFrom="sm">
          {texts.lastUsed}: <Moment at={session.last_used_at} />
        </Text>
        <Text size="xs" c="dimmed" component="div" hiddenFrom="md">
          {texts.begun}: <Moment at={session.created_at} />
        </Text>
        <Text size="xs" c="dimmed" component="div" hiddenFrom="md">
          {texts.ends}: <Moment at={session.expires_at} />
        </Text>
      </Table.Td>
      <Table.Td visibleFrom="sm" className="from-outside">
        {address}
      </Table.Td>
      <Table.Td visibleFrom="md">
        <Moment at={session.created_at} />
      </Table.Td>
      <Table.Td visibleFrom="sm">
        <Moment at={session.last_used_at} />
      </Table.Td>
      <Table.Td visibleFrom="md">
        <Moment at={session.expires_at} />
      </Table.Td>
      <Table.Td ta="right">
        <RevokeButton
          texts={texts.end(`${user}, ${browser}`)}
          onConfirm={() => revoke.mutateAsync(undefined)}
        />
      </Table.Td>
    </Table.Tr>
  );
}
