import { Anchor, Button, Stack, Text } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import type { ListedConnector } from '../../connectors/connector-queries.ts';
import { focusHeadingIfLost } from '../../parts/focus.ts';
import { Section } from '../../parts/section.tsx';
import { ruleFormTexts as texts } from '../../texts/rule-form.ts';
import { newId } from '../new-id.ts';
import type { RulePreview, RuleTypeShown } from '../rule-form-api.ts';
import { ActionCard } from './action-card.tsx';
import { type ActionValues, groupsWithout, newAction } from './action-values.ts';
import { withConnector } from './with-connector.ts';

/** What is sent, and when. */
export function ActionsSection({
  actions,
  type,
  connectors,
  rule,
  preview,
  onActions,
  onCreateConnector,
}: {
  readonly actions: readonly ActionValues[];
  readonly type: RuleTypeShown;
  readonly connectors: readonly ListedConnector[];
  readonly rule: { readonly id: string; readonly name: string; readonly tags: readonly string[] };
  readonly preview: RulePreview | undefined;
  readonly onActions: (change: (actions: readonly ActionValues[]) => readonly ActionValues[]) => void;
  /** A connector is to be made for the action of this uuid. */
  readonly onCreateConnector: (uuid: string) => void;
}) {
  const without = groupsWithout(type, actions);
  const add = (groups: readonly string[]) =>
    onActions((before) => {
      const only = connectors.length === 1 ? (connectors[0]?.id ?? '') : '';
      const connectorId = before.at(-1)?.connectorId ?? only;
      return [...before, ...groups.map((group) => newAction(type, { uuid: newId(), group, connectorId }))];
    });
  return (
    <Section title={texts.actions}>
      <Text size="sm" c="dimmed">
        {actions.length === 0 ? texts.noActions : texts.actionsAbout}
      </Text>
      <Stack gap="md">
        {actions.map((action, index) => (
          <ActionCard
            key={action.uuid}
            index={index}
            action={action}
            type={type}
            connectors={connectors}
            rule={rule}
            preview={preview}
            onChange={(change) =>
              onActions((before) => before.map((each) => (each.uuid === action.uuid ? change(each) : each)))
            }
            onConnector={(id) => onActions((before) => withConnector(before, action.uuid, id))}
            onCreateConnector={() => onCreateConnector(action.uuid)}
            onRemove={() => {
              onActions((before) => before.filter(({ uuid }) => uuid !== action.uuid));
              setTimeout(focusHeadingIfLost);
            }}
          />
        ))}
        {actions.length > 0 && without.length > 0 && (
          <Text size="sm" role="status">
            {texts.nobodyFor(without.map(({ name }) => name).join(', '))}{' '}
            <Anchor component="button" type="button" inherit onClick={() => add(without.map(({ id }) => id))}>
              {texts.addForThem}
            </Anchor>
          </Text>
        )}
        <div>
          <Button
            variant="default"
            leftSection={<IconPlus size={16} aria-hidden />}
            onClick={() => add([without[0]?.id ?? type.default_action_group_id])}
          >
            {texts.addAction}
          </Button>
        </div>
      </Stack>
    </Section>
  );
}
