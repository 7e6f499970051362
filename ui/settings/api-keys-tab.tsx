import { Badge, Button, Group, NativeSelect, Stack, Table, Text, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { IconApi } from '@tabler/icons-react';
import { useRef, useState } from 'react';
import { newApiKeyBody } from '../../src/api/access.ts';
import { act, change } from '../api/request.ts';
import { Empty } from '../parts/empty.tsx';
import { FormDialog } from '../parts/form-dialog.tsx';
import { Moment, useNow } from '../parts/moment.tsx';
import { QueryView } from '../parts/query-view.tsx';
import { RevokeButton } from '../parts/revoke-button.tsx';
import { ShownOnce } from '../parts/shown-once.tsx';
import { texts as common } from '../texts/common.ts';
import { settingsTexts } from '../texts/settings.ts';
import { type ApiKey, paths, useApiKeys, useSettingsChange } from './settings-queries.ts';

const texts = settingsTexts.apiKeys;
const lifetimes = [7, 30, 90, 365];

/** Keys for programs, and new ones. */
export function ApiKeysTab() {
  const keys = useApiKeys();
  const [isMaking, setMaking] = useState(false);
  const makeButton = useRef<HTMLButtonElement>(null);
  const form = useForm({
    initialValues: { name: '', days: '' },
    validate: { name: (text) => (text.trim() === '' ? texts.nameMissing : null) },
  });
  const close = () => {
    setMaking(false);
    form.reset();
  };
  const make = useSettingsChange(async ({ name, days }: typeof form.values) => {
    const expires = days === '' ? {} : { expires_in_days: Number(days) };
    const made = await change(newApiKeyBody, 'POST', paths.apiKeys, { name: name.trim(), ...expires });
    close();
    return made;
  });
  return (
    <Stack gap="md">
      <Text size="sm" c="dimmed">
        {texts.about}
      </Text>
      <Group>
        <Button
          ref={makeButton}
          leftSection={<IconApi size={16} aria-hidden />}
          onClick={() => setMaking(true)}
        >
          {texts.make}
        </Button>
      </Group>
      <FormDialog
        title={texts.makeTitle}
        isOpen={isMaking}
        onClose={() => {
          close();
          // A key that was made before stays in sight.
          if (make.isError) make.reset();
        }}
        submit={texts.create}
        isBusy={make.isPending}
        error={make.error}
        onSubmit={form.onSubmit((given) => make.mutate(given))}
      >
        <TextInput label={texts.name} autoComplete="off" data-autofocus {...form.getInputProps('name')} />
        <NativeSelect
          label={texts.days}
          data={[
            { value: '', label: texts.forever },
            ...lifetimes.map((days) => ({ value: String(days), label: texts.ofDays(days) })),
          ]}
          {...form.getInputProps('days')}
        />
      </FormDialog>
      {make.data !== undefined && (
        <ShownOnce
          title={texts.madeTitle}
          note={texts.madeNote}
          keyLabel={texts.madeLabel}
          secret={make.data.encoded}
          usage={{
            label: texts.usage,
            text: `curl -H 'Authorization: ApiKey ${make.data.encoded}' ${window.location.origin}/api/actions/connectors`,
          }}
          done={texts.done}
          onDone={() => {
            make.reset();
            makeButton.current?.focus();
          }}
        />
      )}
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
