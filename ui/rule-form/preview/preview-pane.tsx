import { Anchor, Box, Button, Group, Loader, Paper, Stack, Text, Title } from '@mantine/core';
import { IconPlayerPlay } from '@tabler/icons-react';
import { durationInWords } from '../../parts/duration.ts';
import { Fault } from '../../parts/fault.tsx';
import { ruleFormTexts } from '../../texts/rule-form.ts';
import type { Faults } from '../fields/faults-context.ts';
import { goToField } from '../go-to-field.ts';
import { PreviewResult } from './preview-result.tsx';
import type { PreviewState } from './use-preview.ts';

const texts = ruleFormTexts.preview;

/** Beside the form: what the rule would do, as it stands there now. */
export function PreviewPane({
  preview: { isRunning, canRun, result, error, runNow },
  faults,
  isByHand,
  isWithoutConnector,
  placeOf,
}: {
  readonly preview: PreviewState;
  /** What keeps it from being tried. */
  readonly faults: Faults;
  readonly isByHand: boolean;
  /** Of some action nobody has said yet where it sends. */
  readonly isWithoutConnector: boolean;
  /** Where an action stands in the form, counted from 0; -1: it is gone. */
  readonly placeOf: (uuid: string) => number;
}) {
  const isHeld = faults.size > 0;
  const [firstFault] = faults.keys();
  return (
    <Paper withBorder p="md" component="section" aria-label={texts.title}>
      <Stack gap="sm">
        <Group justify="space-between" wrap="nowrap" align="flex-start">
          <div>
            <Title order={2} size="h4">
              {texts.title}
            </Title>
            <Text size="xs" c="dimmed">
              {texts.about}
            </Text>
          </div>
          <Button
            size="xs"
            variant="default"
            miw="max-content"
            leftSection={<IconPlayerPlay size={16} aria-hidden />}
            onClick={() => (canRun || firstFault === undefined ? runNow() : goToField(firstFault))}
          >
            {texts.run}
          </Button>
        </Group>
        <Group gap="xs" mih={20} role="status">
          {isRunning ? (
            <>
              <Loader size={14} aria-hidden />
              <Text size="xs">{texts.running}</Text>
            </>
          ) : (
            !isHeld &&
            result !== undefined && <Text size="xs">{texts.took(durationInWords(result.duration))}</Text>
          )}
        </Group>
        {isByHand && !isHeld && (
          <Text size="sm" c="dimmed">
            {texts.byHand}
          </Text>
        )}
        <Fault error={error} />
        {isHeld && <Held faults={faults} />}
        {isWithoutConnector && (
          <Text size="sm" c="dimmed">
            {texts.noConnector}
          </Text>
        )}
        {!isHeld && result !== undefined && (
          <Box opacity={isRunning ? 0.6 : 1}>
            <PreviewResult result={result} placeOf={placeOf} />
          </Box>
        )}
      </Stack>
    </Paper>
  );
}

function Held({ faults }: { readonly faults: Faults }) {
  return (
    <div>
      <Text size="sm">{texts.waits}</Text>
      <FaultList faults={faults} />
    </div>
  );
}

/** What is wrong, each leading to its field. */
export function FaultList({ faults }: { readonly faults: Faults }) {
  return (
    <Stack gap={4} mt={6} component="ul" m={0} p={0} style={{ listStyle: 'none' }}>
      {[...faults].map(([path, message]) => (
        <li key={path}>
          <Anchor
            component="button"
            type="button"
            size="sm"
            ta="left"
            className="from-outside"
            onClick={() => goToField(path)}
          >
            {message}
          </Anchor>
        </li>
      ))}
    </Stack>
  );
}
