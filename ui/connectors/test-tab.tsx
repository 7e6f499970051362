import { Button, Group, Stack, Text } from '@mantine/core';
import { IconPlayerPlay } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { ParamsForm } from '../pagerduty-form/params-form.tsx';
import { toParams } from '../pagerduty-form/to-params.ts';
import type { ParamsFormState } from '../pagerduty-form/use-params-form.ts';
import { validateParams } from '../pagerduty-form/validate-params.ts';
import { isFocusLost } from '../parts/focus.ts';
import { Section } from '../parts/section.tsx';
import { connectorTestTexts as texts } from '../texts/connector-test.ts';
import type { ListedConnector } from './connector-queries.ts';
import { TestIncidents } from './test-incidents.tsx';
import { TestFailed, TestResult } from './test-result.tsx';
import { runTest } from './test-run.ts';

/** Sends an event through the connector, and shows what came of it. */
export function TestTab({
  connector: { id },
  form,
  isUnsaved,
  isSandbox,
}: {
  readonly connector: ListedConnector;
  readonly form: ParamsFormState;
  /** The connector has changes that a test would not see. */
  readonly isUnsaved: boolean;
  readonly isSandbox: boolean;
}) {
  const test = useMutation({ mutationFn: (params: Record<string, unknown>) => runTest(id, params) });
  const button = useRef<HTMLButtonElement>(null);
  const result = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (test.isIdle || test.isPending) return;
    result.current?.scrollIntoView({ block: 'nearest' });
    if (isFocusLost()) button.current?.focus({ preventScroll: true });
  }, [test.isIdle, test.isPending]);

  const hasFaults = Object.keys(validateParams(form.values)).length > 0;
  const incident = test.data?.event?.incident ?? null;
  /** The next step of the incident that the test has opened, as if it had been typed. */
  const goOn = (eventAction: 'acknowledge' | 'resolve') => {
    if (incident === null) return;
    form.setValues({ eventAction, dedupKey: incident.dedup_key });
    form.clearErrors();
    test.mutate({ eventAction, dedupKey: incident.dedup_key });
  };

  return (
    <Stack gap="lg" pb="lg">
      <TestIncidents connectorId={id} except={test.isPending ? undefined : incident?.dedup_key} />
      <form onSubmit={form.onSubmit((values) => test.mutate(toParams(values)))} noValidate>
        <Stack gap="lg">
          <Section title={texts.create}>
            <Text size="sm" c="dimmed">
              {isSandbox ? texts.aboutSandbox : texts.about}
            </Text>
            <ParamsForm form={form} />
          </Section>
          <Section title={texts.runTitle}>
            <Group gap="sm">
              <Button
                ref={button}
                type="submit"
                leftSection={<IconPlayerPlay size={16} aria-hidden />}
                disabled={isUnsaved || hasFaults}
                loading={test.isPending}
              >
                {texts.run}
              </Button>
              {isUnsaved && (
                <Text size="sm" role="status">
                  {texts.dirty}
                </Text>
              )}
            </Group>
          </Section>
        </Stack>
      </form>
      <Section title={texts.results}>
        <div ref={result}>
          {test.isIdle && (
            <Text size="sm" c="dimmed">
              {texts.none}
            </Text>
          )}
          {test.isPending && (
            <Text size="sm" c="dimmed" role="status">
              {texts.running}
            </Text>
          )}
          {test.isError && <TestFailed message={test.error.message} />}
          {test.isSuccess && <TestResult run={test.data} onGoOn={goOn} />}
        </div>
      </Section>
    </Stack>
  );
}
