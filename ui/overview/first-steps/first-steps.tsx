import { Anchor, Button, Group, Paper, Stack, Text, Title } from '@mantine/core';
import { IconConfetti } from '@tabler/icons-react';
import { useId } from 'react';
import { Link } from 'react-router';
import { firstStepsTexts as words } from '../../texts/first-steps.ts';
import type { Reading } from '../overview-queries.ts';
import { CreateStep } from './create-step.tsx';
import { type Progress, type ProgressOf, shownProgress } from './progress.ts';
import { SeeStep } from './see-step.tsx';
import { Step, type StepState, useFocusOnTurn } from './step.tsx';
import { TestStep } from './test-step.tsx';
import { useProgress } from './use-progress.ts';

const order: readonly Progress['step'][] = ['create', 'test', 'see', 'done'];

/** Three steps from an empty server to an incident that was opened and closed, each done in place. */
export function FirstSteps({ reading }: { readonly reading: Reading }) {
  const id = useId();
  const [kept, keep] = useProgress();
  const progress = shownProgress(kept, reading);
  const endHeading = useFocusOnTurn(progress?.step === 'done');
  if (progress === undefined) return null;
  const place = order.indexOf(progress.step);
  const stateOf = (step: Progress['step']): StepState => {
    const own = order.indexOf(step);
    return own < place ? 'done' : own === place ? 'current' : 'later';
  };
  const dismiss = () => {
    keep({ step: 'dismissed' });
    // The button is gone with the panel; a screen reader goes on at the page.
    document.getElementById('page')?.focus();
  };
  const isDone = progress.step === 'done';
  return (
    <Paper component="section" withBorder p={{ base: 'md', sm: 'lg' }} aria-labelledby={id}>
      <Stack gap="lg">
        <Group justify="space-between" align="flex-start" wrap="nowrap" gap="md">
          <div>
            <Title order={2} size="h4" id={id}>
              {words.title}
            </Title>
            <Text size="sm" c="dimmed">
              {words.about}
            </Text>
          </div>
          {!isDone && (
            <Button variant="subtle" color="gray" size="xs" flex="none" onClick={dismiss}>
              {words.dismiss}
            </Button>
          )}
        </Group>
        <Stack component="ol" gap="lg" m={0} p={0} style={{ listStyle: 'none' }}>
          <Step
            number={1}
            title={words.create.title}
            state={stateOf('create')}
            takesFocus={false}
            outcome={progress.step !== 'create' && words.create.created(progress.connector.name)}
          >
            <CreateStep
              onCreated={(connector) => keep({ step: 'test', connector })}
              onElsewhere={() => keep({ step: 'create' })}
            />
          </Step>
          <Step
            number={2}
            title={words.test.title}
            state={stateOf('test')}
            takesFocus
            outcome={'answer' in progress && words.test.sent(progress.answer)}
          >
            {progress.step === 'test' && (
              <TestStep
                connector={progress.connector}
                onSent={({ dedupKey, eventId, words: answer }) =>
                  keep({
                    step: 'see',
                    connector: progress.connector,
                    dedupKey,
                    eventId,
                    answer,
                    isAcknowledged: false,
                  })
                }
              />
            )}
          </Step>
          <Step number={3} title={words.see.title} state={stateOf('see')} takesFocus>
            {progress.step === 'see' && (
              <SeeStep progress={progress} onTold={(action) => keep(afterTelling(progress, action))} />
            )}
          </Step>
        </Stack>
        {progress.step === 'done' && <End progress={progress} heading={endHeading} onClose={dismiss} />}
      </Stack>
    </Paper>
  );
}

function afterTelling(progress: ProgressOf<'see'>, action: 'acknowledge' | 'resolve'): Progress {
  if (action === 'acknowledge') return { ...progress, isAcknowledged: true };
  return { ...progress, step: 'done' };
}

function End({
  progress: { connector, isAcknowledged },
  heading,
  onClose,
}: {
  readonly progress: ProgressOf<'done'>;
  readonly heading: ReturnType<typeof useFocusOnTurn>;
  readonly onClose: () => void;
}) {
  return (
    <Paper p="md" bg="var(--mantine-color-green-light)" role="status">
      <Group gap="md" align="flex-start" wrap="nowrap">
        <IconConfetti size={28} aria-hidden />
        <Stack gap="xs">
          <Title order={3} size="h5" ref={heading} tabIndex={-1} className="focus-unseen">
            {isAcknowledged ? words.end.whole : words.end.short}
          </Title>
          <Text size="sm">{words.end.next}</Text>
          <Group gap="md">
            <Button size="xs" onClick={onClose}>
              {words.close}
            </Button>
            <Anchor component={Link} to="/deliveries" size="sm">
              {words.end.toDeliveries}
            </Anchor>
            {connector.isSandbox && (
              <Anchor component={Link} to="/connectors/new" size="sm">
                {words.end.toReal}
              </Anchor>
            )}
          </Group>
        </Stack>
      </Group>
    </Paper>
  );
}
