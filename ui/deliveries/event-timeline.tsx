import { Badge, Button, Collapse, Group, List, Stack, Text, Timeline } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { CodeBlock } from '../parts/code-block.tsx';
import { Moment } from '../parts/moment.tsx';
import { reasonInWords } from '../texts/common.ts';
import { deliveryTexts } from '../texts/deliveries.ts';
import { sourceInWords } from '../texts/lists.ts';
import type { EventDetails } from './story-of.ts';

type Attempt = EventDetails['attempt_log'][number];

const words = deliveryTexts.timeline;
const colours = { delivered: 'green', retry: 'yellow', held: 'orange', rejected: 'red' } as const;

/** Everything that happened to an event, in its order. */
export function EventTimeline({ event }: { readonly event: EventDetails }) {
  const { accepted_at, settled_at, attempt_log, attempts, state } = event;
  const left = attempts - attempt_log.length;
  const isOver = settled_at !== null;
  return (
    <Timeline bulletSize={16} lineWidth={2} active={attempt_log.length + (isOver ? 2 : 0)}>
      <Timeline.Item title={words.accepted(sourceInWords(event.source))}>
        <Text size="sm" c="dimmed" component="div">
          <Moment at={accepted_at} />
        </Text>
      </Timeline.Item>
      {attempt_log.flatMap((attempt, i) => {
        const before = attempt_log[i - 1];
        const isGap = before !== undefined && attempt.n > before.n + 1;
        const item = (
          <Timeline.Item key={attempt.n} color={colours[attempt.verdict]} title={words.attempt(attempt.n)}>
            <AttemptStory attempt={attempt} since={before?.started_at ?? accepted_at} />
          </Timeline.Item>
        );
        return isGap
          ? [
              <Timeline.Item key={`before ${attempt.n}`} lineVariant="dotted" title={words.left(left)} />,
              item,
            ]
          : [item];
      })}
      <Timeline.Item title={words.ends[state]} lineVariant={isOver ? 'solid' : 'dashed'}>
        {settled_at !== null && (
          <Text size="sm" c="dimmed" component="div">
            <Moment at={settled_at} />
            {' · '}
            {words.later(Math.max(0, Date.parse(settled_at) - Date.parse(accepted_at)))}
          </Text>
        )}
      </Timeline.Item>
    </Timeline>
  );
}

function AttemptStory({ attempt, since }: { readonly attempt: Attempt; readonly since: string }) {
  const { n, started_at, duration_ms, status, verdict, reason, message, errors, answer } = attempt;
  const wait = Math.max(0, Date.parse(started_at) - Date.parse(since));
  return (
    <Stack gap={6} align="flex-start">
      <Text size="sm" c="dimmed" component="div">
        <Moment at={started_at} />
        {` · ${words.later(wait)} · ${words.took(duration_ms)}`}
      </Text>
      <Group gap="xs">
        <Badge color={colours[verdict]} variant="light" tt="none" fw={600}>
          {words.verdicts[verdict]}
        </Badge>
        <Text size="sm" className="numeric">
          {status === null ? words.noAnswer : words.status(status)}
        </Text>
      </Group>
      {reason !== null && <Text size="sm">{reasonInWords(reason)}</Text>}
      {message !== null && (
        <Text size="sm" className="from-outside">
          {message}
        </Text>
      )}
      <OwnReasons errors={errors} />
      {answer !== null && answer !== '' && <AnswerText n={n} answer={answer} />}
    </Stack>
  );
}

/** PagerDuty's own reasons, word for word. */
export function OwnReasons({ errors }: { readonly errors: readonly string[] }) {
  if (errors.length === 0) return null;
  return (
    <List size="sm" aria-label={words.errors}>
      {[...new Set(errors)].map((error) => (
        <List.Item key={error} className="from-outside">
          {error}
        </List.Item>
      ))}
    </List>
  );
}

/** JSON in several lines; anything else as it came. */
export function readable(answer: string): string {
  try {
    return JSON.stringify(JSON.parse(answer), null, 2);
  } catch {
    return answer;
  }
}

function AnswerText({ n, answer }: { readonly n: number; readonly answer: string }) {
  const [isOpen, { toggle }] = useDisclosure(false);
  return (
    <Stack gap={6} w="100%" align="flex-start">
      <Button variant="default" size="compact-xs" onClick={toggle} aria-expanded={isOpen}>
        {isOpen ? words.answerClose : words.answerOpen}
      </Button>
      <Collapse expanded={isOpen} w="100%">
        {isOpen && <CodeBlock text={readable(answer)} label={words.answerLabel(n)} />}
      </Collapse>
    </Stack>
  );
}
