import { Box, Paper, SegmentedControl, Stack, Text, ThemeIcon, Title } from '@mantine/core';
import { useId, useState } from 'react';
import { findKeyTexts as texts } from '../../texts/connector-form.ts';
import { Drawing } from './drawing.tsx';

const branches = [
  { value: 'existing', label: texts.existing },
  { value: 'fresh', label: texts.fresh },
] as const;
type Branch = (typeof branches)[number]['value'];

/** Where PagerDuty shows the integration key, step by step, for a service that is there and for a new one. */
export function FindKey() {
  const [branch, setBranch] = useState<Branch>('existing');
  const titleId = useId();
  const branchId = useId();
  const steps = branch === 'existing' ? texts.existingSteps : texts.freshSteps;
  return (
    <Paper component="section" withBorder p="md" aria-labelledby={titleId}>
      <Stack gap="sm">
        <div>
          <Title order={3} size="h5" id={titleId}>
            {texts.title}
          </Title>
          <Text size="sm" c="dimmed">
            {texts.intro}
          </Text>
        </div>
        <div>
          <Text size="sm" fw={500} mb={4} id={branchId}>
            {texts.branch}
          </Text>
          <SegmentedControl
            aria-labelledby={branchId}
            data={[...branches]}
            value={branch}
            onChange={setBranch}
            fullWidth
          />
        </div>
        <Stack component="ol" gap="lg" m={0} p={0} style={{ listStyle: 'none' }}>
          {steps.map(({ drawing, text }, index) => (
            <Box
              component="li"
              key={drawing}
              style={{ display: 'flex', flexWrap: 'wrap', gap: 'var(--mantine-spacing-sm)' }}
            >
              <Box flex="1 1 13rem" style={{ display: 'flex', gap: 'var(--mantine-spacing-sm)' }}>
                <ThemeIcon radius="xl" size={24} variant="light" fz="xs" fw={700}>
                  {index + 1}
                </ThemeIcon>
                <Text size="sm" flex={1}>
                  {text}
                </Text>
              </Box>
              <Box flex="1 1 15rem">
                <Drawing name={drawing} />
              </Box>
            </Box>
          ))}
        </Stack>
      </Stack>
    </Paper>
  );
}
