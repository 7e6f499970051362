import { Anchor, Checkbox, Group, Table, Text, VisuallyHidden } from '@mantine/core';
import { memo } from 'react';
import { Link } from 'react-router';
import type { RowLook } from '../lists/long-list.tsx';
import { figure } from '../parts/counted.ts';
import { Moment } from '../parts/moment.tsx';
import { listTexts } from '../texts/lists.ts';
import { ruleTexts as words } from '../texts/rules.ts';
import { RuleMarks, RuleStateBadge } from './rule-badges.tsx';
import { RuleMenu } from './rule-menu.tsx';
import { type ListedRule, rulePath } from './rules-api.ts';

const { columns } = words;
const rowHeight = 58;

interface RowProps {
  readonly rule: ListedRule;
  /** Of connectors, by their ids. */
  readonly names: ReadonlyMap<string, string>;
  readonly isSelected: boolean;
  readonly onToggle: (rule: ListedRule) => void;
}

function Select({ rule, isSelected, onToggle }: RowProps) {
  return (
    <Checkbox checked={isSelected} onChange={() => onToggle(rule)} aria-label={words.select(rule.name)} />
  );
}

function NameLink({ rule }: { readonly rule: ListedRule }) {
  return (
    <Anchor component={Link} to={rulePath(rule.id)} size="sm" fw={600} title={rule.name}>
      {rule.name}
    </Anchor>
  );
}

const connectorsOf = ({ rule, names }: Pick<RowProps, 'rule' | 'names'>) =>
  rule.connector_ids.length === 0
    ? words.noConnector
    : rule.connector_ids.map((id) => names.get(id) ?? listTexts.gone(id)).join(', ');

/** What stands below the name: why it has failed, or else its tags. */
function Below({ rule }: { readonly rule: ListedRule }) {
  const text = rule.message !== null && rule.enabled ? rule.message : rule.tags.join(', ');
  if (text === '') return null;
  return (
    <Text size="xs" c="dimmed" className="one-line" title={text}>
      {text}
    </Text>
  );
}

function Active({ rule: { id, active_alerts: active } }: { readonly rule: ListedRule }) {
  if (active === 0) return <span>0</span>;
  return (
    <Anchor component={Link} to={`/alerts?${new URLSearchParams({ rule_id: id, state: 'active' })}`} inherit>
      {figure(active)}
    </Anchor>
  );
}

const LastRun = ({ rule: { running, last_run: at } }: { readonly rule: ListedRule }) =>
  running ? words.running : at === null ? words.notRun : <Moment at={at} />;
const NextRun = ({ rule: { next_run: at } }: { readonly rule: ListedRule }) =>
  at === null ? words.noNext : <Moment at={at} />;

const RuleRow = memo(function RuleRow(props: RowProps) {
  const { rule } = props;
  const connectors = connectorsOf(props);
  return (
    <Table.Tr h={rowHeight}>
      <Table.Td>
        <Select {...props} />
      </Table.Td>
      <Table.Td>
        <div className="one-line">
          <NameLink rule={rule} />
        </div>
        <Group gap={6} wrap="nowrap">
          <RuleMarks rule={rule} />
          <div style={{ minWidth: 0 }}>
            <Below rule={rule} />
          </div>
        </Group>
      </Table.Td>
      <Table.Td>
        <RuleStateBadge state={rule.state} />
      </Table.Td>
      <Table.Td className="one-line" visibleFrom="lg" title={rule.type_name ?? rule.rule_type_id}>
        {rule.type_name ?? rule.rule_type_id}
      </Table.Td>
      <Table.Td ta="right" className="numeric">
        <Active rule={rule} />
      </Table.Td>
      <Table.Td className="one-line" visibleFrom="lg" title={connectors}>
        {connectors}
      </Table.Td>
      <Table.Td className="one-line">
        <LastRun rule={rule} />
      </Table.Td>
      <Table.Td className="one-line" visibleFrom="md">
        <NextRun rule={rule} />
      </Table.Td>
      <Table.Td ta="right">
        <RuleMenu rules={[rule]} look="row" />
      </Table.Td>
    </Table.Tr>
  );
});

const RuleCard = memo(function RuleCard(props: RowProps) {
  const { rule } = props;
  return (
    <Group wrap="nowrap" align="flex-start" gap="sm" pt={8}>
      <Select {...props} />
      <div style={{ minWidth: 0, flex: 1 }}>
        <Text className="one-line" size="sm" component="div">
          <NameLink rule={rule} />
        </Text>
        <Group gap={6} wrap="nowrap" my={4}>
          <RuleStateBadge state={rule.state} />
          <RuleMarks rule={rule} />
        </Group>
        <Text className="one-line" size="xs" c="dimmed" component="div">
          <LastRun rule={rule} /> · {columns.alerts}: <Active rule={rule} /> ·{' '}
          {rule.type_name ?? rule.rule_type_id}
        </Text>
      </div>
      <RuleMenu rules={[rule]} look="row" />
    </Group>
  );
});

/** How a rule looks in its list, where one selects some of them. */
export function ruleLook({
  names,
  selected,
  onToggle,
}: {
  readonly names: ReadonlyMap<string, string>;
  readonly selected: ReadonlyMap<string, ListedRule>;
  readonly onToggle: (rule: ListedRule) => void;
}): RowLook<ListedRule> {
  const propsOf = (rule: ListedRule): RowProps => ({
    rule,
    names,
    isSelected: selected.has(rule.id),
    onToggle,
  });
  return {
    head: (
      <>
        <Table.Th w={44}>
          <VisuallyHidden>{columns.select}</VisuallyHidden>
        </Table.Th>
        <Table.Th>{columns.name}</Table.Th>
        <Table.Th w={124}>{columns.state}</Table.Th>
        <Table.Th w={124} visibleFrom="lg">
          {columns.type}
        </Table.Th>
        <Table.Th w={76} ta="right">
          {columns.alertsShort}
        </Table.Th>
        <Table.Th w={124} visibleFrom="lg">
          {columns.connectors}
        </Table.Th>
        <Table.Th w={136}>{columns.lastRun}</Table.Th>
        <Table.Th w={122} visibleFrom="md">
          {columns.nextRun}
        </Table.Th>
        <Table.Th w={56}>
          <VisuallyHidden>{columns.actions}</VisuallyHidden>
        </Table.Th>
      </>
    ),
    columns: 9,
    row: (rule) => <RuleRow {...propsOf(rule)} />,
    rowHeight,
    card: (rule) => <RuleCard {...propsOf(rule)} />,
    cardHeight: 92,
  };
}
