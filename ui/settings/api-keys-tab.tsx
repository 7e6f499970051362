import { Badge, Group, NativeSelect, Stack, Table, Text, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { IconApi } from '@tabler/icons-react';
import { newApiKeyBody } from '../../src/api/access.ts';
import { act, change } from '../api/request.ts';
import { Empty } from '../parts/empty.tsx';
import { Moment, useNow } from '../parts/moment.tsx';
import { QueryView } from '../parts/query-view.tsx';
import { RevokeButton } from '../parts/revoke-button.tsx';
import { texts as common } from '../texts/common.ts';
import { settingsTexts } from '../texts/settings.ts';
import { MakeKey } from './make-key.tsx';
import { type ApiKey, paths, useApiKeys, useSettingsChange } from './settings-queries.ts';

const texts = settingsTexts.apiKeys;
const lifetimes = [7, 30, 90, 365];

/** Keys for programs, and new ones. */
export function ApiKeysTab() {
  const keys = useApiKeys();
  const form = useForm({
    initialValues: { name: '', days: '' },
    validate: { name: (text) => (text.trim() === '' ? texts.nameMissing : null) },
  });
  const make = async ({ name, days }: typeof form.values) => {
    const expires = days === '' ? {} : { expires_in_days: Number(days) };
    const { encoded } = await change(newApiKeyBody, 'POST', paths.apiKeys, { name: name.trim(), ...expires });
    const { origin } = window.location;
    return {
      secret: encoded,
      usage: `curl -H 'Authorization: ApiKey ${encoded}' ${origin}/api/actions/connectors`,
    };
  };
  return (
    <Stack gap="md">
      <Text size="sm" c="dimmed">
        {texts.about}
      </Text>
      <MakeKey texts={texts} icon={<IconApi size={16} aria-hidden />} form={form} make={make}>
        <TextInput label={texts.name} autoComplete="off" data-autofocus {...form.getInputProps('name')} />
        <NativeSelect
          label={texts.days}
          data={[
            { value: '', label: texts.forever },
            ...lifetimes.map((days) => ({ value: String(days), label: texts.ofDays(days) })),
          ]}
          {...form.getInputProps('days')}
        />
      </MakeKey>
      <QueryView query={keys}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty icon={<IconApi />} title={texts.empty}>
              {texts.emptyText}
            </Empty>
          ) : (
            <Table verticalSpacing="sm">
              <Table.Thead>
                <Table.Tr>
                  <Table.Th>{texts.key}</Table.Th>
                  <Table.Th visibleFrom="sm">{texts.made}</Table.Th>
                  <Table.Th>{texts.expires}</Table.Th>
                  <Table.Th visibleFrom="sm">{texts.lastUsed}</Table.Th>
                  <Table.Th ta="right">{settingsTexts.actions}</Table.Th>
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {items.map((key) => (
                  <KeyRow key={key.id} apiKey={key} />
                ))}
              </Table.Tbody>
            </Table>
          )
        }
      </QueryView>
    </Stack>
  );
}

function KeyRow({ apiKey }: { readonly apiKey: ApiKey }) {
  const { id, name, created_by: madeBy, created_at: made, expires_at: expires, last_used_at: used } = apiKey;
  const revoke = useSettingsChange(() => act('DELETE', `${paths.apiKeys}/${encodeURIComponent(id)}`));
  const lastUsed = used === null ? common.never : <Moment at={used} />;
  return (
    <Table.Tr>
      <Table.Td>
        <Text size="sm" fw={600} className="from-outside">
          {name}
        </Text>
        <Text size="xs" c="dimmed" className="from-outside">
          {madeBy === null ? texts.byCommand : texts.madeBy(madeBy)}
        </Text>
        <Text size="xs" c="dimmed" component="div" hiddenFrom="sm">
          {texts.lastUsed}: {lastUsed}
        </Text>
      </Table.Td>
      <Table.Td visibleFrom="sm">
        <Moment at={made} />
      </Table.Td>
      <Table.Td>{expires === null ? common.never : <Expiry at={expires} />}</Table.Td>
      <Table.Td visibleFrom="sm">{lastUsed}</Table.Td>
      <Table.Td ta="right">
        <RevokeButton texts={texts.revoke(name)} onConfirm={() => revoke.mutateAsync(undefined)} />
      </Table.Td>
    </Table.Tr>
  );
}

/** When a key ends, and that it has ended. */
function Expiry({ at }: { readonly at: string }) {
  const isOver = useNow() >= Date.parse(at);
  return (
    <Group gap="xs">
      <Moment at={at} />
      {isOver && (
        <Badge size="sm" variant="light" color="red" tt="none">
          {texts.expired}
        </Badge>
      )}
    </Group>
  );
}
