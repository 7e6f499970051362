import { ActionIcon, Button, Group, NativeSelect, Paper, Stack, Text, Title } from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { useMemo, useState } from 'react';
import type { ListedConnector } from '../../connectors/connector-queries.ts';
import { typeName } from '../../texts/connectors.ts';
import { ruleFormTexts as texts } from '../../texts/rule-form.ts';
import { TemplateContext } from '../../variables/template-context.ts';
import { useField } from '../fields/faults-context.ts';
import { JsonField } from '../fields/json-field.tsx';
import type { RulePreview, RuleTypeShown } from '../rule-form-api.ts';
import { variablesOf } from '../variables-of.ts';
import { ActionParams } from './action-params.tsx';
import { type ActionValues, canBeShown, withGroup } from './action-values.ts';
import { FrequencyFields } from './frequency-fields.tsx';
import { TimeframeFields } from './timeframe-fields.tsx';

interface ActionCardProps {
  readonly index: number;
  readonly action: ActionValues;
  readonly type: RuleTypeShown;
  readonly connectors: readonly ListedConnector[];
  readonly rule: { readonly id: string; readonly name: string; readonly tags: readonly string[] };
  readonly preview: RulePreview | undefined;
  readonly onChange: (change: (action: ActionValues) => ActionValues) => void;
  readonly onConnector: (connectorId: string) => void;
  readonly onCreateConnector: () => void;
  readonly onRemove: () => void;
}

/** One action: through which connector, when, and what it says. */
export function ActionCard(props: ActionCardProps) {
  const { index, action, type, rule, preview, onChange, onRemove } = props;
  const { isSummary, group, params } = action;
  const variables = useMemo(
    () => variablesOf(type, { rule, isSummary, group, preview }),
    [type, rule, isSummary, group, preview],
  );
  // Decided once: a change made in the fields can be shown in them.
  const [isJson] = useState(() => !canBeShown(params));
  return (
    <Paper
      withBorder
      p="md"
      component="section"
      aria-label={texts.action(index + 1)}
      data-field={`actions.${index}`}
    >
      <Stack gap="sm">
        <Group justify="space-between" wrap="nowrap">
          <Title order={3} size="h5">
            {texts.action(index + 1)}
          </Title>
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label={texts.removeAction(index + 1)}
            title={texts.removeAction(index + 1)}
            onClick={onRemove}
          >
            <IconTrash size={16} aria-hidden />
          </ActionIcon>
        </Group>
        <ConnectorField {...props} />
        {!isSummary && <GroupField {...props} />}
        <FrequencyFields index={index} action={action} onChange={onChange} type={type} />
        <TemplateContext value={variables}>
          {isJson ? (
            <>
              <Text size="sm">{texts.asJson}</Text>
              <JsonField
                path={`actions.${index}.params`}
                label={texts.paramsJson}
                initial={params}
                onObject={(next) => onChange((old) => ({ ...old, params: next }))}
              />
            </>
          ) : (
            <ActionParams
              key={action.filled}
              index={index}
              isSummary={isSummary}
              initial={params}
              onParams={(next) => onChange((old) => ({ ...old, params: next }))}
            />
          )}
        </TemplateContext>
        <TimeframeFields
          index={index}
          timeframe={action.timeframe}
          onTimeframe={(timeframe) => onChange((old) => ({ ...old, timeframe }))}
        />
      </Stack>
    </Paper>
  );
}

function ConnectorField({
  index,
  action: { connectorId },
  connectors,
  onConnector,
  onCreateConnector,
}: ActionCardProps) {
  const { error, ...field } = useField(`actions.${index}.id`);
  const isGone = connectorId !== '' && connectors.every(({ id }) => id !== connectorId);
  return (
    <Group gap="xs" align="flex-end">
      <NativeSelect
        label={texts.connector}
        flex="1 1 14rem"
        value={connectorId}
        error={error}
        onChange={({ currentTarget }) => onConnector(currentTarget.value)}
        {...field}
      >
        <option value="">{texts.chooseConnector}</option>
        {connectors.map(({ id, name, connector_type_id: typeId }) => (
          <option key={id} value={id}>
            {`${name} (${typeName(typeId)})`}
          </option>
        ))}
        {isGone && <option value={connectorId}>{texts.goneConnector(connectorId)}</option>}
      </NativeSelect>
      <Button
        variant="default"
        leftSection={<IconPlus size={14} aria-hidden />}
        mb={error === undefined ? 0 : 22}
        onClick={onCreateConnector}
      >
        {texts.createConnector}
      </Button>
    </Group>
  );
}

function GroupField({ index, action, type, onChange }: ActionCardProps) {
  return (
    <NativeSelect
      label={texts.runWhen}
      data={type.action_groups.map(({ id, name }) => ({
        value: id,
        label: id === type.recovery_action_group.id ? texts.recovered : texts.group(name),
      }))}
      value={action.group}
      onChange={({ currentTarget: { value } }) => onChange((old) => withGroup(type, old, value))}
      {...useField(`actions.${index}.group`)}
    />
  );
}
