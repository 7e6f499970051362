import { Alert, Anchor, Button, Group, Stack, Text } from '@mantine/core';
import { IconAlertTriangle, IconCheck } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { OwnReasons, readable } from '../deliveries/event-timeline.tsx';
import { CodeBlock, JsonBlock } from '../parts/code-block.tsx';
import { durationInWords } from '../parts/duration.ts';
import { Facts } from '../parts/facts.tsx';
import { reasonInWords } from '../texts/common.ts';
import { connectorTestTexts as texts } from '../texts/connector-test.ts';
import type { TestRun } from './test-run.ts';

/** What came of a test: whether it went through, PagerDuty's answer, and what can be done next. */
export function TestResult({
  run,
  onGoOn,
}: {
  readonly run: TestRun;
  readonly onGoOn: (action: 'acknowledge' | 'resolve') => void;
}) {
  const { execution, event } = run;
  const incident = event?.incident ?? null;
  return (
    <Stack gap="md">
      {execution.status === 'ok' ? (
        <Alert
          color="green"
          variant="light"
          icon={<IconCheck aria-hidden />}
          title={texts.success}
          role="status"
        >
          {texts.successHint}
        </Alert>
      ) : (
        <Failure run={run} />
      )}
      {incident !== null && (
        <Stack gap="xs">
          <Text size="sm">{event?.action === 'trigger' ? texts.next : texts.stillOpen}</Text>
          <Group gap="xs">
            {event?.action === 'trigger' && (
              <Button size="xs" variant="default" onClick={() => onGoOn('acknowledge')}>
                {texts.acknowledge}
              </Button>
            )}
            <Button size="xs" variant="default" onClick={() => onGoOn('resolve')}>
              {texts.resolve}
            </Button>
          </Group>
        </Stack>
      )}
      <Facts facts={factsOf(run)} />
      <Answer run={run} />
      <BodySent run={run} />
    </Stack>
  );
}

/** A test that did not run, or was refused. */
export function TestFailed({
  message,
  children,
}: {
  readonly message: string;
  readonly children?: ReactNode;
}) {
  return (
    <Alert
      color="red"
      variant="light"
      icon={<IconAlertTriangle aria-hidden />}
      title={texts.failure}
      role="alert"
    >
      <Stack gap={6}>
        <Text size="sm">{texts.failureHint}</Text>
        <Text size="sm" className="from-outside" style={{ whiteSpace: 'pre-line' }}>
          {message}
        </Text>
        {children}
      </Stack>
    </Alert>
  );
}

function Failure({ run: { execution, event } }: { readonly run: TestRun }) {
  const { message = texts.unknownReason, service_message: details, retry, errors = [] } = execution;
  const reason = event?.reason ?? null;
  const mayRetry = retry === true || event?.attempt_log.at(-1)?.verdict === 'retry';
  return (
    <TestFailed message={message}>
      {details !== undefined && (
        <Text size="sm" className="from-outside">
          <b>{texts.details}</b> {details}
        </Text>
      )}
      <OwnReasons errors={errors} />
      {reason !== null && (
        <Text size="sm">
          <b>{texts.why}</b> {reasonInWords(reason)}
        </Text>
      )}
      {mayRetry && <Text size="sm">{texts.mayRetry}</Text>}
    </TestFailed>
  );
}

function factsOf({ event, seenFor }: TestRun): (readonly [string, ReactNode])[] {
  const attempt = event?.attempt_log.at(-1);
  const status = attempt?.status ?? null;
  const facts: (readonly [string, ReactNode])[] = [
    [
      texts.took,
      attempt === undefined ? texts.tookSeen(durationInWords(seenFor)) : durationInWords(attempt.duration_ms),
    ],
  ];
  if (status !== null) facts.push([texts.status, texts.http(status)]);
  if (event === undefined) return facts;
  if (event.dedup_key !== null) facts.push([texts.dedupKey, event.dedup_key]);
  facts.push([
    texts.event,
    <Anchor key="event" component={Link} to={`/deliveries/${event.id}`} inherit>
      {texts.eventLink}
    </Anchor>,
  ]);
  return facts;
}

/** PagerDuty's answer, parsed where it can be. */
function Answer({ run: { execution, event } }: { readonly run: TestRun }) {
  const answer = event?.attempt_log.at(-1)?.answer ?? '';
  const isText = execution.data === undefined || typeof execution.data === 'string';
  if (isText && answer === '') return null;
  return (
    <Block title={texts.response}>
      {isText ? (
        <CodeBlock text={readable(answer)} label={texts.response} />
      ) : (
        <JsonBlock value={execution.data} label={texts.response} />
      )}
    </Block>
  );
}

function BodySent({ run: { event } }: { readonly run: TestRun }) {
  if (event === undefined || event.attempts === 0) return null;
  return (
    <Block title={texts.sent}>
      <JsonBlock value={{ ...event.body, routing_key: texts.maskedKey }} label={texts.sent} />
    </Block>
  );
}

function Block({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <div>
      <Text size="sm" fw={600} mb={4}>
        {title}
      </Text>
      {children}
    </div>
  );
}
