import { Alert, Stack, Table } from '@mantine/core';
import { IconLock } from '@tabler/icons-react';
import { defaultApiUrl } from '../../src/pagerduty/regions.ts';
import { connectorFormTexts as texts } from '../texts/connector-form.ts';
import type { ListedConnector } from './connector-queries.ts';

/** A connector that stands in the settings: what it is, and that it is not changed here. */
export function Preconfigured({ connector: { id, name, config } }: { readonly connector: ListedConnector }) {
  const apiUrl = config === undefined ? texts.unseenUrl : (config.apiUrl ?? defaultApiUrl);
  const rows = [
    [texts.name, name],
    [texts.apiUrl, apiUrl],
    [texts.key, texts.unseenKey],
  ];
  return (
    <Stack pb="lg">
      <Alert variant="light" color="blue" icon={<IconLock aria-hidden />} title={texts.readOnlyTitle}>
        {id === 'sandbox' ? texts.readOnlySandbox : texts.readOnly}
      </Alert>
      <Table variant="vertical" withTableBorder layout="fixed">
        <Table.Tbody>
          {rows.map(([label, value]) => (
            <Table.Tr key={label}>
              <Table.Th w="32%">{label}</Table.Th>
              <Table.Td className="from-outside">{value}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Stack>
  );
}
