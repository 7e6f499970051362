import { Box, Button, Group, Paper, Stack, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { Fault } from '../parts/fault.tsx';
import { ruleFormTexts as texts } from '../texts/rule-form.ts';
import type { Faults } from './fields/faults-context.ts';
import { FaultList } from './preview/preview-pane.tsx';

/** At the foot of the window: what saves, what keeps it from being saved, and what follows from it. */
export function SaveBar({
  save,
  isSaving,
  faults,
  error,
  backTo,
  onSave,
  children,
}: {
  /** The word on the button. */
  readonly save: string;
  readonly isSaving: boolean;
  /** What is wrong and may be said. */
  readonly faults: Faults;
  /** Why it could not be saved, where that is about no field. */
  readonly error: unknown;
  readonly backTo: string;
  readonly onSave: () => void;
  /** What follows from saving. */
  readonly children?: ReactNode;
}) {
  return (
    <Paper
      pos="sticky"
      bottom={0}
      radius={0}
      py="sm"
      style={{ borderTop: '1px solid var(--mantine-color-default-border)', zIndex: 2 }}
    >
      <Box mah={180} style={{ overflowY: 'auto' }}>
        {children}
      </Box>
      {error !== undefined && (
        <Box mb="sm">
          <Fault error={error} />
        </Box>
      )}
      <Group justify="flex-end" gap="sm">
        {faults.size > 0 && (
          <Stack gap={0} mr="auto" mah={120} style={{ overflowY: 'auto' }} role="alert">
            <Text size="sm" c="var(--mantine-color-error)">
              {texts.hasFaults(faults.size)}
            </Text>
            <FaultList faults={faults} />
          </Stack>
        )}
        <Button component={Link} to={backTo} variant="default">
          {texts.cancel}
        </Button>
        <Button loading={isSaving} onClick={onSave}>
          {save}
        </Button>
      </Group>
    </Paper>
  );
}
