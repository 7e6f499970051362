import { Anchor, Badge, Box, Group, Stack, Table, Text, VisuallyHidden } from '@mantine/core';
import { Link } from 'react-router';
import { figure } from '../parts/counted.ts';
import { Moment } from '../parts/moment.tsx';
import { connectorsTexts as texts, typeName } from '../texts/connectors.ts';
import type { ConnectorActivity, ListedConnector } from './connector-queries.ts';
import { DeleteConnector } from './delete-connector.tsx';
import { Health } from './health.tsx';

interface RowsProps {
  readonly connectors: readonly ListedConnector[];
  /** By the connector's id; `undefined`: not there yet. */
  readonly activity: ReadonlyMap<string, ConnectorActivity> | undefined;
  readonly onDeleted: () => void;
}

export const connectorPath = (id: string) => `/connectors/${encodeURIComponent(id)}`;

/** The name, which opens the flyout, and what is special about the connector. */
function Name({ connector }: { readonly connector: ListedConnector }) {
  return (
    <Group gap="xs">
      <Anchor
        component={Link}
        to={connectorPath(connector.id)}
        size="sm"
        fw={600}
        aria-haspopup="dialog"
        data-connector={connector.id}
        className="from-outside"
      >
        {connector.name}
      </Anchor>
      {connector.is_preconfigured && (
        <Badge size="sm" variant="light" color="gray" tt="none">
          {texts.preconfigured}
        </Badge>
      )}
      {connector.is_missing_secrets === true && (
        <Badge size="sm" variant="light" color="red" tt="none">
          {texts.missingKey}
        </Badge>
      )}
    </Group>
  );
}

function LastDelivery({ activity }: { readonly activity: ConnectorActivity | undefined }) {
  const at = activity?.last_delivered_at ?? null;
  return at === null ? texts.unknown : <Moment at={at} />;
}

export function ConnectorTable({ connectors, activity, onDeleted }: RowsProps) {
  return (
    <Table verticalSpacing="sm" layout="fixed" highlightOnHover aria-label={texts.title}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{texts.name}</Table.Th>
          <Table.Th w={110}>{texts.type}</Table.Th>
          <Table.Th w={150} visibleFrom="md" ta="right">
            {texts.rules}
          </Table.Th>
          <Table.Th w={160}>{texts.lastDelivery}</Table.Th>
          <Table.Th w="30%">{texts.health}</Table.Th>
          <Table.Th w={56}>
            <VisuallyHidden>{texts.actions}</VisuallyHidden>
          </Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {connectors.map((connector) => {
          const known = activity?.get(connector.id);
          return (
            <Table.Tr key={connector.id}>
              <Table.Td>
                <Name connector={connector} />
              </Table.Td>
              <Table.Td>{typeName(connector.connector_type_id)}</Table.Td>
              <Table.Td visibleFrom="md" ta="right" className="numeric">
                {figure(connector.referenced_by_count)}
              </Table.Td>
              <Table.Td>
                <LastDelivery activity={known} />
              </Table.Td>
              <Table.Td>{activity === undefined ? texts.unknown : <Health activity={known} />}</Table.Td>
              <Table.Td>
                {!connector.is_preconfigured && (
                  <DeleteConnector connector={connector} onDeleted={onDeleted} />
                )}
              </Table.Td>
            </Table.Tr>
          );
        })}
      </Table.Tbody>
    </Table>
  );
}

/** The same where a table has no room. */
export function ConnectorCards({ connectors, activity, onDeleted }: RowsProps) {
  return (
    <Box component="ul" m={0} p={0} aria-label={texts.title} style={{ listStyle: 'none' }}>
      {connectors.map((connector) => {
        const known = activity?.get(connector.id);
        return (
          <Box
            component="li"
            key={connector.id}
            py="sm"
            style={{ borderTop: '1px solid var(--mantine-color-default-border)' }}
          >
            <Group justify="space-between" align="flex-start" wrap="nowrap" gap="xs">
              <Stack gap={6} miw={0}>
                <Name connector={connector} />
                {activity !== undefined && <Health activity={known} />}
                <Text size="xs" c="dimmed" component="div">
                  {typeName(connector.connector_type_id)}
                  {' · '}
                  {texts.usedBy(connector.referenced_by_count)}
                  {' · '}
                  {texts.lastDelivery}: <LastDelivery activity={known} />
                </Text>
              </Stack>
              {!connector.is_preconfigured && <DeleteConnector connector={connector} onDeleted={onDeleted} />}
            </Group>
          </Box>
        );
      })}
    </Box>
  );
}
