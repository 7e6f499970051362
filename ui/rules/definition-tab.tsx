import { Anchor, Paper, Stack, Table, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { useConnectorNames } from '../lists/connector-filter.tsx';
import { JsonBlock } from '../parts/code-block.tsx';
import { Facts } from '../parts/facts.tsx';
import { Moment } from '../parts/moment.tsx';
import { Section } from '../parts/section.tsx';
import { listTexts } from '../texts/lists.ts';
import { ruleTexts } from '../texts/rules.ts';
import { describeAction, paramsOf } from './describe-action.ts';
import { paramInWords } from './param-in-words.ts';
import type { RuleAction, RuleDetails } from './rules-api.ts';
import { SnoozeList } from './snooze/snooze-list.tsx';

const words = ruleTexts.definition;

/** What a rule is, for people to read. */
export function DefinitionTab({ details }: { readonly details: RuleDetails }) {
  const { rule } = details;
  return (
    <Stack gap="xl">
      <Section title={words.what}>
        <Params details={details} />
      </Section>
      <Section title={words.when}>
        <Facts facts={whenOf(details)} />
      </Section>
      <Section title={words.actions}>
        {rule.actions.length === 0 ? (
          <Text size="sm">{words.noActions}</Text>
        ) : (
          rule.actions.map((action) => <Action key={action.uuid} action={action} details={details} />)
        )}
      </Section>
      <SnoozeList details={details} />
      <Section title={words.about}>
        <Facts facts={aboutOf(details)} />
      </Section>
      <Section title={words.json}>
        <JsonBlock value={rule} label={words.jsonLabel} />
      </Section>
    </Stack>
  );
}

function Pairs({
  label,
  pairs,
}: {
  readonly label: string;
  readonly pairs: readonly {
    readonly name: string;
    readonly about?: string | undefined;
    readonly text: string | undefined;
  }[];
}) {
  return (
    <Table verticalSpacing={6} aria-label={label} layout="fixed">
      <Table.Tbody>
        {pairs.map(({ name, about, text }) => (
          <Table.Tr key={name} style={{ verticalAlign: 'top' }}>
            <Table.Th w={{ base: '38%', sm: '30%' }}>
              {name}
              {about !== undefined && (
                <Text size="xs" c="dimmed">
                  {about}
                </Text>
              )}
            </Table.Th>
            <Table.Td className="from-outside" style={{ whiteSpace: 'pre-wrap' }}>
              {text ?? (
                <Text span inherit c="dimmed">
                  {words.notSet}
                </Text>
              )}
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}

function Params({ details: { rule, params } }: { readonly details: RuleDetails }) {
  const entries = Object.entries(rule.params);
  if (entries.length === 0) return <Text size="sm">{words.noParams}</Text>;
  const pairs = entries.map(([name, value]) => ({
    name,
    about: params.find((each) => each.name === name)?.description,
    text: paramInWords(value),
  }));
  return <Pairs label={words.what} pairs={pairs} />;
}

function whenOf({ rule }: RuleDetails): (readonly [string, ReactNode])[] {
  const { flapping } = rule;
  const flaps =
    flapping === undefined || flapping === null
      ? words.flappingDefault
      : flapping.enabled === false
        ? words.flappingOff
        : words.flappingOwn(flapping.status_change_threshold, flapping.look_back_window);
  const errors = rule.errors_before_alert ?? 3;
  return [
    [words.interval, ruleTexts.every(rule.schedule.interval)],
    [words.delay, words.delayRuns(rule.alert_delay?.active ?? 1)],
    [words.flapping, flaps],
    [words.autoResolve, rule.auto_resolve === false ? words.autoResolveOff : words.autoResolveOn],
    [words.onRuleEnd, words.onRuleEnds[rule.on_rule_end ?? 'resolve']],
    [words.errors, errors === 0 ? words.errorsNever : words.errorsAfter(errors)],
  ];
}

function aboutOf({ rule, listed }: RuleDetails): (readonly [string, ReactNode])[] {
  const by = (name: string | null) => (name === null ? '' : words.by(name));
  return [
    [words.id, rule.id],
    [words.type, listed.type_name ?? rule.rule_type_id],
    [
      words.created,
      <span key="created">
        <Moment at={rule.created_at} />
        {by(rule.created_by)}
      </span>,
    ],
    [
      words.updated,
      <span key="updated">
        <Moment at={rule.updated_at} />
        {by(rule.updated_by)}
      </span>,
    ],
    ...(rule.managed_by === undefined ? [] : [[words.file, rule.managed_by.file] as const]),
  ];
}

function Action({
  action,
  details: { rule, groups },
}: {
  readonly action: RuleAction;
  readonly details: RuleDetails;
}) {
  const { data: connectors = [] } = useConnectorNames();
  const { when, how, does } = describeAction(action, {
    groups,
    notifyWhen: rule.notify_when,
    throttle: rule.throttle,
  });
  const name = connectors.find(({ id }) => id === action.id)?.name;
  const pairs = paramsOf(action).map(([param, text]) => ({ name: param, text }));
  return (
    <Paper withBorder p="md">
      <Text size="sm" className="from-outside">
        {when}: <strong>{does}</strong> {ruleTexts.action.through}{' '}
        {name === undefined ? (
          listTexts.gone(action.id)
        ) : (
          <Anchor
            component={Link}
            to={`/connectors/${encodeURIComponent(action.id)}`}
            inherit
            underline="always"
          >
            {name}
          </Anchor>
        )}
        {how !== '' && `, ${how}`}.
      </Text>
      {pairs.length === 0 ? (
        <Text size="sm" c="dimmed" mt={4}>
          {ruleTexts.action.default}
        </Text>
      ) : (
        <Pairs label={ruleTexts.action.params} pairs={pairs} />
      )}
    </Paper>
  );
}
