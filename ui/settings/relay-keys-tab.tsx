import { NativeSelect, Stack, Table, Text, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { IconKey } from '@tabler/icons-react';
import { issuedRelayKeyBody } from '../../src/api/relay-keys.ts';
import { act, change } from '../api/request.ts';
import { useConnectorNames } from '../lists/connector-filter.tsx';
import { Empty } from '../parts/empty.tsx';
import { Moment } from '../parts/moment.tsx';
import { QueryView } from '../parts/query-view.tsx';
import { RevokeButton } from '../parts/revoke-button.tsx';
import { listTexts } from '../texts/lists.ts';
import { settingsTexts } from '../texts/settings.ts';
import { MakeKey } from './make-key.tsx';
import { relayUsage } from './relay-usage.ts';
import { paths, type RelayKey, useRelayKeys, useSettingsChange } from './settings-queries.ts';

const texts = settingsTexts.relayKeys;

/** Keys for clients of the relay, and new ones. */
export function RelayKeysTab() {
  const keys = useRelayKeys();
  const { data: connectors = [], isSuccess, error: unread } = useConnectorNames();
  const form = useForm({
    initialValues: { name: '', connector: '' },
    validate: {
      name: (text) => (text.trim() === '' ? texts.nameMissing : null),
      connector: (id) => (id === '' ? texts.connectorMissing : null),
    },
  });
  const make = async ({ name, connector }: typeof form.values) => {
    const body = { name: name.trim(), connector_id: connector };
    const { key } = await change(issuedRelayKeyBody, 'POST', paths.relayKeys, body);
    return { secret: key, usage: relayUsage(window.location.origin, key) };
  };
  const nameOf = (id: string) =>
    connectors.find((connector) => connector.id === id)?.name ?? listTexts.gone(id);
  return (
    <Stack gap="md">
      <Text size="sm" c="dimmed" maw="45rem">
        {texts.about}
      </Text>
      <MakeKey texts={texts} icon={<IconKey size={16} aria-hidden />} form={form} make={make} fault={unread}>
        <TextInput label={texts.name} autoComplete="off" data-autofocus {...form.getInputProps('name')} />
        <NativeSelect
          label={texts.connector}
          description={isSuccess && connectors.length === 0 ? texts.noConnector : undefined}
          data={[
            { value: '', label: texts.choose },
            ...connectors.map(({ id, name }) => ({ value: id, label: name })),
          ]}
          {...form.getInputProps('connector')}
        />
      </MakeKey>
      <QueryView query={keys}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty icon={<IconKey />} title={texts.empty}>
              {texts.emptyText}
            </Empty>
          ) : (
            <Table verticalSpacing="sm">
              <Table.Thead>
                <Table.Tr>
                  <Table.Th>{texts.key}</Table.Th>
                  <Table.Th>{texts.through}</Table.Th>
                  <Table.Th visibleFrom="sm">{texts.made}</Table.Th>
                  <Table.Th ta="right">{settingsTexts.actions}</Table.Th>
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {items.map((key) => (
                  <KeyRow key={key.id} relayKey={key} connector={nameOf(key.connector_id)} />
                ))}
              </Table.Tbody>
            </Table>
          )
        }
      </QueryView>
    </Stack>
  );
}

function KeyRow({ relayKey, connector }: { readonly relayKey: RelayKey; readonly connector: string }) {
  const { id, name, hint, created_at: made } = relayKey;
  const revoke = useSettingsChange(() => act('DELETE', `${paths.relayKeys}/${encodeURIComponent(id)}`));
  return (
    <Table.Tr>
      <Table.Td>
        <Text size="sm" fw={600} className="from-outside">
          {name}
        </Text>
        <Text size="xs" c="dimmed">
          {texts.beginsWith(hint)}
        </Text>
      </Table.Td>
      <Table.Td className="from-outside">{connector}</Table.Td>
      <Table.Td visibleFrom="sm">
        <Moment at={made} />
      </Table.Td>
      <Table.Td ta="right">
        <RevokeButton texts={texts.revoke(name)} onConfirm={() => revoke.mutateAsync(undefined)} />
      </Table.Td>
    </Table.Tr>
  );
}
