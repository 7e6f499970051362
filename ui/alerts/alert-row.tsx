import { Anchor, Group, Table, Text, VisuallyHidden } from '@mantine/core';
import { memo } from 'react';
import { Link } from 'react-router';
import type { RowLook } from '../lists/long-list.tsx';
import { Moment } from '../parts/moment.tsx';
import { alertPath, rulePath } from '../rules/rules-api.ts';
import { alertTexts as words } from '../texts/alerts.ts';
import { AlertMarks, AlertSeverity, AlertState } from './alert-badges.tsx';
import { AlertMenu } from './alert-menu.tsx';
import type { Alert } from './alerts-api.ts';

const { columns } = words;
const rowHeight = 58;

const lineOf = ({ summary, id }: Alert) => summary ?? id;

function AlertLink({ alert }: { readonly alert: Alert }) {
  return (
    <Anchor component={Link} to={alertPath(alert.rule_id, alert.id)} size="sm" fw={600} title={lineOf(alert)}>
      {lineOf(alert)}
    </Anchor>
  );
}

/** Its id where a summary stands above it, and what it has open. */
function Below({ alert }: { readonly alert: Alert }) {
  const said = [
    ...(alert.summary === null ? [] : [alert.id]),
    ...(alert.open.length === 0 ? [] : [words.open(alert.open.length)]),
  ];
  return (
    <Text size="xs" c="dimmed" className="one-line" title={said.join(' · ')}>
      {said.join(' · ')}
    </Text>
  );
}

function RuleLink({ alert }: { readonly alert: Alert }) {
  return (
    <Anchor component={Link} to={rulePath(alert.rule_id)} inherit title={alert.rule_name}>
      {alert.rule_name}
    </Anchor>
  );
}

const sinceOf = ({ start, end, status }: Alert) => (status === 'recovered' ? (end ?? start) : start);

interface RowProps {
  readonly alert: Alert;
  /** Whether its rule is named: it is not where all are of one. */
  readonly hasRule: boolean;
}

const AlertRow = memo(function AlertRow({ alert, hasRule }: RowProps) {
  return (
    <Table.Tr h={rowHeight}>
      <Table.Td>
        <AlertSeverity severity={alert.severity} />
      </Table.Td>
      <Table.Td>
        <div className="one-line">
          <AlertLink alert={alert} />
        </div>
        <Group gap={6} wrap="nowrap">
          <AlertMarks alert={alert} />
          <div style={{ minWidth: 0 }}>
            <Below alert={alert} />
          </div>
        </Group>
      </Table.Td>
      {hasRule && (
        <Table.Td className="one-line">
          <RuleLink alert={alert} />
        </Table.Td>
      )}
      <Table.Td className="one-line" visibleFrom="lg" title={alert.group}>
        {alert.group_name}
      </Table.Td>
      <Table.Td>
        <AlertState status={alert.status} />
      </Table.Td>
      <Table.Td className="one-line">
        <Moment at={sinceOf(alert)} />
      </Table.Td>
      <Table.Td ta="right">
        <AlertMenu alert={alert} look="row" />
      </Table.Td>
    </Table.Tr>
  );
});

const AlertCard = memo(function AlertCard({ alert, hasRule }: RowProps) {
  return (
    <Group wrap="nowrap" align="flex-start" gap="sm" pt={8}>
      <div style={{ minWidth: 0, flex: 1 }}>
        <Group gap={6} wrap="nowrap">
          <AlertSeverity severity={alert.severity} />
          <AlertState status={alert.status} />
          <AlertMarks alert={alert} />
        </Group>
        <Text className="one-line" size="sm" component="div" mt={4}>
          <AlertLink alert={alert} />
        </Text>
        <Text className="one-line" size="xs" c="dimmed" component="div">
          {hasRule && (
            <>
              <RuleLink alert={alert} /> ·{' '}
            </>
          )}
          <Moment at={sinceOf(alert)} />
        </Text>
      </div>
      <AlertMenu alert={alert} look="row" />
    </Group>
  );
});

const lookOf = (hasRule: boolean): RowLook<Alert> => ({
  head: (
    <>
      <Table.Th w={112}>{columns.severity}</Table.Th>
      <Table.Th>{columns.alert}</Table.Th>
      {hasRule && <Table.Th w={190}>{columns.rule}</Table.Th>}
      <Table.Th w={120} visibleFrom="lg">
        {columns.group}
      </Table.Th>
      <Table.Th w={118}>{columns.state}</Table.Th>
      <Table.Th w={134}>{columns.since}</Table.Th>
      <Table.Th w={56}>
        <VisuallyHidden>{columns.actions}</VisuallyHidden>
      </Table.Th>
    </>
  ),
  columns: hasRule ? 7 : 6,
  row: (alert) => <AlertRow alert={alert} hasRule={hasRule} />,
  rowHeight,
  card: (alert) => <AlertCard alert={alert} hasRule={hasRule} />,
  cardHeight: 92,
});

/** How an alert looks in a list. */
export const alertLook = lookOf(true);
/** The same where all are of one rule. */
export const alertOfRuleLook = lookOf(false);

export const keyOfAlert = ({ rule_id, id }: Alert) => `${rule_id}\n${id}`;
