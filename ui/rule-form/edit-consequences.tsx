import { Alert, Stack, Text } from '@mantine/core';
import { IconInfoCircle } from '@tabler/icons-react';
import type { ListedConnector } from '../connectors/connector-queries.ts';
import { ruleFormTexts as texts } from '../texts/rule-form.ts';
import { endedActions } from './ended-actions.ts';
import type { RuleAlerts, RuleTypeShown, SavedRule } from './rule-form-api.ts';
import type { RuleValues } from './rule-values.ts';

/** What becomes of open incidents when an edit is saved; nothing where nothing does. */
export function EditConsequences({
  before,
  values,
  type,
  alerts,
  connectors,
}: {
  readonly before: SavedRule;
  readonly values: RuleValues;
  readonly type: RuleTypeShown;
  readonly alerts: RuleAlerts['items'];
  readonly connectors: readonly ListedConnector[];
}) {
  const ended = endedActions(before.actions, values.actions, alerts);
  if (ended.length === 0) return null;
  const groupName = (id: string) => type.action_groups.find((group) => group.id === id)?.name ?? id;
  const connectorName = (id: string) => connectors.find((each) => each.id === id)?.name ?? id;
  return (
    <Alert
      color="yellow"
      variant="light"
      icon={<IconInfoCircle aria-hidden />}
      title={texts.consequences}
      role="status"
      mb="sm"
    >
      <Stack gap="xs">
        {ended.map(({ uuid, group, connectorId, open }) => (
          <Text key={uuid} size="sm" className="from-outside">
            {texts.ends(groupName(group), connectorName(connectorId))}{' '}
            {values.onRuleEnd === 'leave' ? texts.endsLeave(open) : texts.endsResolve(open)}
          </Text>
        ))}
        {ended.some(({ goesOn }) => goesOn) && <Text size="sm">{texts.reopens}</Text>}
      </Stack>
    </Alert>
  );
}
