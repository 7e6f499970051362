import { Anchor, Box, Paper, Stack, Table, Text } from '@mantine/core';
import { Link } from 'react-router';
import { figure } from '../parts/counted.ts';
import { Facts } from '../parts/facts.tsx';
import { HealthBadge } from '../parts/health-badge.tsx';
import { Moment } from '../parts/moment.tsx';
import { Section } from '../parts/section.tsx';
import { reasonInWords, texts } from '../texts/common.ts';
import { overviewTexts } from '../texts/overview.ts';
import type { Overview, Reading } from './overview-queries.ts';

const words = overviewTexts.connectors;
/** The rest is in the list of connectors. */
const mostShown = 20;
const worstFirst = ['held', 'failing', 'working', 'unused'] as const;

type Activity = Overview['connectors'][number];

/** What became of the calls of each connector, those in trouble first. */
export function ConnectorTable({ reading: { overview, status } }: { readonly reading: Reading }) {
  const all = overview.connectors.toSorted(
    (a, b) => worstFirst.indexOf(a.health) - worstFirst.indexOf(b.health),
  );
  const shown = all.slice(0, mostShown);
  const isShared = status.keys.some(({ connectors }) => connectors.length > 1);
  return (
    <Section title={words.title}>
      <Table visibleFrom="sm" verticalSpacing="xs" fz="sm" aria-label={words.label}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{words.name}</Table.Th>
            <Table.Th>{words.health}</Table.Th>
            <Table.Th ta="right">{words.delivered}</Table.Th>
            <Table.Th ta="right">{words.failed}</Table.Th>
            <Table.Th ta="right">{words.superseded}</Table.Th>
            <Table.Th ta="right">{words.dead}</Table.Th>
            <Table.Th ta="right">{words.last}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {shown.map((connector) => (
            <Table.Tr key={connector.id}>
              <Table.Td className="from-outside">
                <ConnectorLink connector={connector} />
              </Table.Td>
              <Table.Td>
                <Health connector={connector} />
              </Table.Td>
              {figuresOf(connector).map(({ label, ...count }) => (
                <Table.Td key={label} ta="right" className="numeric">
                  <Count label={label} connector={connector} {...count} />
                </Table.Td>
              ))}
              <Table.Td ta="right">
                <LastDelivery connector={connector} />
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      <Stack hiddenFrom="sm" gap="xs">
        {shown.map((connector) => (
          <ConnectorCard key={connector.id} connector={connector} />
        ))}
      </Stack>
      {isShared && (
        <Text size="sm" c="dimmed">
          {words.shared}
        </Text>
      )}
      {all.length > mostShown && (
        <Anchor component={Link} to="/connectors" size="sm">
          {words.all(all.length)}
        </Anchor>
      )}
    </Section>
  );
}

function ConnectorCard({ connector }: { readonly connector: Activity }) {
  return (
    <Paper withBorder p="sm">
      <Box className="from-outside" mb={4}>
        <ConnectorLink connector={connector} />
      </Box>
      <Health connector={connector} />
      <Box mt="xs">
        <Facts
          facts={[
            ...figuresOf(connector).map(
              ({ label, ...count }) =>
                [label, <Count key={label} label={label} connector={connector} {...count} />] as const,
            ),
            [words.last, <LastDelivery key="last" connector={connector} />],
          ]}
        />
      </Box>
    </Paper>
  );
}

function ConnectorLink({ connector: { id, name } }: { readonly connector: Activity }) {
  return (
    <Anchor component={Link} to={`/connectors/${encodeURIComponent(id)}`} size="sm" fw={600}>
      {name}
    </Anchor>
  );
}

/** In a word, and why if it is not well. */
function Health({ connector: { health, last_failure: failure } }: { readonly connector: Activity }) {
  const isUnwell = health === 'held' || health === 'failing';
  return (
    <>
      <HealthBadge health={health} />
      {isUnwell && failure !== null && (
        <Text size="xs" c="dimmed" mt={4} maw="20rem" className="from-outside" title={failure.message}>
          {reasonInWords(failure.reason)}
        </Text>
      )}
    </>
  );
}

function LastDelivery({ connector: { last_delivered_at: at } }: { readonly connector: Activity }) {
  return at === null ? (
    <Text span inherit c="dimmed">
      {texts.never}
    </Text>
  ) : (
    <Moment at={at} />
  );
}

function figuresOf({ id, delivered, failed, superseded, dead }: Activity) {
  const of = new URLSearchParams({ connector_id: id });
  return [
    { label: words.delivered, count: delivered, to: `/deliveries?${of}&state=delivered` },
    { label: words.failed, count: failed, to: `/deliveries?${of}` },
    { label: words.superseded, count: superseded, to: `/deliveries?${of}&state=superseded` },
    { label: words.dead, count: dead, to: `/dead-letters?${of}` },
  ];
}

/** A count that leads to what was counted; none leads nowhere. */
function Count({
  label,
  connector,
  count,
  to,
}: {
  readonly label: string;
  readonly connector: Activity;
  readonly count: number;
  readonly to: string;
}) {
  if (count === 0) {
    return (
      <Text span inherit c="dimmed">
        0
      </Text>
    );
  }
  return (
    <Anchor component={Link} to={to} inherit aria-label={words.linkTo(label, count, connector.name)}>
      {figure(count)}
    </Anchor>
  );
}
