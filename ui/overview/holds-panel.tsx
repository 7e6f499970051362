import { Anchor, Group, Paper, Stack, Text, ThemeIcon } from '@mantine/core';
import { IconHandStop, IconHourglass } from '@tabler/icons-react';
import { Link } from 'react-router';
import { Section } from '../parts/section.tsx';
import { reasonInWords } from '../texts/common.ts';
import { overviewTexts } from '../texts/overview.ts';
import { useElapsed } from './elapsed.ts';
import { type Hold, holdsOf } from './holds-of.ts';
import type { Reading } from './overview-queries.ts';

const words = overviewTexts.holds;
/** A host with a thousand keys behind it is one gate; a thousand keys that rest would be a thousand lines. */
const mostShown = 10;

/** What holds events back, why, and until when. Nothing while nothing does. */
export function HoldsPanel({ reading, readAt }: { readonly reading: Reading; readonly readAt: number }) {
  const now = Date.parse(reading.overview.now) + useElapsed(readAt);
  const holds = holdsOf(reading);
  if (holds.length === 0) return null;
  return (
    <Section title={words.title}>
      <Stack component="ul" gap="xs" m={0} p={0} style={{ listStyle: 'none' }}>
        {holds.slice(0, mostShown).map((hold) => (
          <Paper component="li" key={hold.id} withBorder p="md">
            <HoldLine hold={hold} now={now} />
          </Paper>
        ))}
      </Stack>
      {holds.length > mostShown && (
        <Text size="sm" c="dimmed">
          {words.more(holds.length - mostShown)}
        </Text>
      )}
    </Section>
  );
}

function HoldLine({ hold, now }: { readonly hold: Hold; readonly now: number }) {
  const { connectors, events, host, of } = hold;
  const Icon = hold.kind === 'gate' ? IconHandStop : IconHourglass;
  const [only, another] = connectors;
  const waiting = new URLSearchParams({ state: 'waiting' });
  if (only !== undefined && another === undefined) waiting.set('connector_id', only.id);
  return (
    <Group wrap="nowrap" align="flex-start" gap="md">
      <ThemeIcon variant="light" color={hold.kind === 'gate' ? 'red' : 'yellow'} radius="xl" aria-hidden>
        <Icon size={18} />
      </ThemeIcon>
      <Stack gap={4} flex={1} miw={0}>
        <Text fw={600} className="from-outside">
          {of === 'host' ? words.host(host) : words.key(connectors.map(({ name }) => name))}
        </Text>
        <Text size="sm" className="numeric">
          {whyAndUntil(hold, now)} {events > 0 ? words.waiting(events) : words.nothing}
        </Text>
        {hold.kind === 'gate' && (
          <Text size="sm" c="dimmed" className="from-outside">
            {words.lastAnswer} {hold.message}
          </Text>
        )}
        <Group gap="md">
          {events > 0 && (
            <Anchor component={Link} to={`/deliveries?${waiting}`} size="sm">
              {words.seeEvents}
            </Anchor>
          )}
          {connectors.slice(0, 3).map(({ id, name }) => (
            <Anchor
              key={id}
              component={Link}
              to={`/connectors/${encodeURIComponent(id)}`}
              size="sm"
              className="from-outside"
            >
              {words.toConnector(name)}
            </Anchor>
          ))}
        </Group>
      </Stack>
    </Group>
  );
}

function whyAndUntil(hold: Hold, now: number): string {
  const until = (at: number) => Math.max(0, at - now);
  switch (hold.kind) {
    case 'gate': {
      const probe = hold.events > 0 ? words.probe(until(hold.nextProbe)) : words.probeWithNext;
      return [reasonInWords(hold.reason), words.closedFor(Math.max(0, now - hold.since)), probe].join(' ');
    }
    case 'rest':
      return [words.rests, words.again(until(hold.until))].join(' ');
    case 'budget':
      return [words.budget(hold.left, hold.limit), words.budgetFree].join(' ');
  }
}
