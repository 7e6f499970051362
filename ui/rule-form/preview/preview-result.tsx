import { Alert, Badge, Group, Stack, Text, Title } from '@mantine/core';
import { JsonBlock } from '../../parts/code-block.tsx';
import { texts as common } from '../../texts/common.ts';
import { ruleFormTexts } from '../../texts/rule-form.ts';
import type { RulePreview } from '../rule-form-api.ts';
import { Folded } from './folded.tsx';

const texts = ruleFormTexts.preview;

type Action = RulePreview['actions'][number];
type Event = Action['events'][number];

/** What a rule would do: its alerts, and by action what PagerDuty would get. */
export function PreviewResult({
  result,
  placeOf,
}: {
  readonly result: RulePreview;
  /** Where an action stands in the form, counted from 0; -1: it is gone. */
  readonly placeOf: (uuid: string) => number;
}) {
  const { alerts, error, ignored, is_example: isExample, alert_count: count, actions } = result;
  return (
    <Stack gap="md">
      {error === null ? (
        <div>
          <Text fw={600} size="sm">
            {texts.alerts(count)}
          </Text>
          {isExample && (
            <Text size="xs" c="dimmed">
              {texts.example}
            </Text>
          )}
          {count === 0 && (
            <Text size="xs" c="dimmed">
              {texts.noAlertsHint}
            </Text>
          )}
          <Alerts alerts={alerts} />
          {alerts.length < count && (
            <Text size="xs" c="dimmed">
              {texts.shown(alerts.length, count)}
            </Text>
          )}
          {ignored > 0 && <Text size="xs">{texts.ignored(ignored)}</Text>}
        </div>
      ) : (
        <Alert color="orange" variant="light" title={texts.failed} className="from-outside">
          {error.message}
        </Alert>
      )}
      {error !== null && actions.some(({ events }) => events.length > 0) && (
        <Text size="sm">{texts.failedPages}</Text>
      )}
      {(count > 0 || error !== null) &&
        actions
          .filter(({ uuid }) => placeOf(uuid) >= 0)
          .map((action) => <ActionEvents key={action.uuid} action={action} index={placeOf(action.uuid)} />)}
    </Stack>
  );
}

function Alerts({ alerts }: { readonly alerts: RulePreview['alerts'] }) {
  return (
    <Stack gap={4} mt={6}>
      {alerts.map(({ id, group_name: group, context }) => (
        <Folded
          key={id}
          title={
            <Group gap="xs" wrap="nowrap" component="span">
              <Text span size="sm" className="from-outside">
                {id}
              </Text>
              <Badge color="gray" variant="light" tt="none" miw="max-content" component="span">
                {group}
              </Badge>
            </Group>
          }
        >
          <JsonBlock value={context} label={texts.contextOf(id)} />
        </Folded>
      ))}
    </Stack>
  );
}

function ActionEvents({ action, index }: { readonly action: Action; readonly index: number }) {
  const { connector_name: name, connector_id: id, fault, events, in_timeframe: isOn } = action;
  return (
    <Stack gap={6}>
      <Title order={3} size="h6" className="from-outside">
        {ruleFormTexts.action(index + 1)} {texts.through(name ?? id)}
      </Title>
      {fault !== null && (
        <Text size="sm" c="var(--mantine-color-error)" className="from-outside">
          {fault}
        </Text>
      )}
      {!isOn && (
        <Text size="xs" c="dimmed">
          {texts.outside}
        </Text>
      )}
      {events.length === 0 && fault === null && (
        <Text size="xs" c="dimmed">
          {texts.noEvents}
        </Text>
      )}
      {events.map((event, n) => (
        <PreviewedEvent
          // Nothing else tells two events of an alert apart.
          key={`${event.on} ${event.alert_id ?? ''} ${String(event.event.event_action)}`}
          event={event}
          isOpen={n === 0}
        />
      ))}
      {events.length < action.event_count && (
        <Text size="xs" c="dimmed">
          {texts.shown(events.length, action.event_count)}
        </Text>
      )}
    </Stack>
  );
}

function PreviewedEvent({
  event: { on, alert_id: alertId, cause, event, notes },
  isOpen,
}: {
  readonly event: Event;
  readonly isOpen: boolean;
}) {
  const names: Readonly<Record<string, string>> = common.actions;
  const does = String(event.event_action);
  const action = names[does] ?? does;
  const about = alertId ?? texts.ofRule;
  return (
    <Folded
      isOpen={isOpen}
      title={
        <Text span size="sm" className="from-outside">
          {texts.on[on]}: <strong>{texts.event(action, about)}</strong>
          {cause === 'auto_resolve' && ` (${texts.causes.auto_resolve})`}
        </Text>
      }
    >
      <JsonBlock value={event} label={texts.eventLabel(action, about)} />
      {notes.length > 0 && (
        <Text size="xs" c="dimmed" className="from-outside">
          {texts.notes} {notes.join('; ')}
        </Text>
      )}
    </Folded>
  );
}
