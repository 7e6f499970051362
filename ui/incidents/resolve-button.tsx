import { Button, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { ConfirmButton } from '../parts/confirm.tsx';
import { incidentTexts } from '../texts/incidents.ts';
import { type Incident, resolveIncident } from './incidents-api.ts';

/** Tells PagerDuty that an incident is over, after it was asked whether that is meant. */
export function ResolveButton({ incident }: { readonly incident: Incident }) {
  const { connector_name, dedup_key } = incident;
  if (connector_name === null) {
    return (
      <Text size="xs" c="dimmed" className="one-line" title={incidentTexts.gone}>
        {incidentTexts.gone}
      </Text>
    );
  }
  const resolve = async () => {
    await resolveIncident(incident);
    notifications.show({ message: incidentTexts.resolving(dedup_key) });
  };
  return (
    <ConfirmButton
      label={incidentTexts.resolve}
      title={incidentTexts.resolveTitle}
      question={incidentTexts.resolveQuestion(dedup_key, connector_name)}
      confirm={incidentTexts.resolveConfirm}
      color="indigo"
      onConfirm={resolve}
      trigger={(open) => (
        <Button
          size="compact-xs"
          variant="default"
          onClick={open}
          aria-label={incidentTexts.resolveOf(dedup_key)}
        >
          {incidentTexts.resolve}
        </Button>
      )}
    />
  );
}
