import { CloseButton, Group, Stack, Text, TextInput } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { IconPlugConnected, IconSearch } from '@tabler/icons-react';
import { useState } from 'react';
import { Empty } from '../parts/empty.tsx';
import { connectorsTexts as texts, typeName } from '../texts/connectors.ts';
import { type ListedConnector, useActivity } from './connector-queries.ts';
import { ConnectorCards, ConnectorTable } from './connector-rows.tsx';

/** What a search looks through. */
const searchedOf = ({ name, connector_type_id, id }: ListedConnector) =>
  `${name}\n${typeName(connector_type_id)}\n${id}`.toLowerCase();

/** The connectors with how they are, and a search among them. */
export function ConnectorList({
  connectors,
  onDeleted,
}: {
  readonly connectors: readonly ListedConnector[];
  readonly onDeleted: () => void;
}) {
  const [search, setSearch] = useState('');
  const activity = useActivity();
  const isNarrow = useMediaQuery('(max-width: 48em)', false, { getInitialValueInEffect: false });
  if (connectors.length === 0) {
    return (
      <Empty icon={<IconPlugConnected />} title={texts.none}>
        {texts.noneHint}
      </Empty>
    );
  }
  const words = search.trim().toLowerCase();
  const shown = connectors.filter((connector) => searchedOf(connector).includes(words));
  const Rows = isNarrow ? ConnectorCards : ConnectorTable;
  return (
    <Stack gap="sm">
      <Group justify="space-between" gap="sm">
        <TextInput
          aria-label={texts.search}
          placeholder={texts.search}
          value={search}
          onChange={({ currentTarget }) => setSearch(currentTarget.value)}
          leftSection={<IconSearch size={16} aria-hidden />}
          rightSection={
            search !== '' && (
              <CloseButton size="sm" aria-label={texts.clearSearch} onClick={() => setSearch('')} />
            )
          }
          autoComplete="off"
          flex="1 1 16rem"
          maw="24rem"
        />
        <Text size="sm" c="dimmed" role="status">
          {texts.found(shown.length, connectors.length)}
        </Text>
      </Group>
      {shown.length === 0 ? (
        <Empty icon={<IconSearch />} title={texts.nothingFound}>
          <span className="from-outside">{texts.nothingFoundHint(search.trim())}</span>
        </Empty>
      ) : (
        <Rows connectors={shown} activity={activity.data} onDeleted={onDeleted} />
      )}
    </Stack>
  );
}
