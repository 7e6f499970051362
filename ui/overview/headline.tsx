import { Group, Paper, Text, ThemeIcon, Title } from '@mantine/core';
import {
  IconAlertOctagon,
  IconAlertTriangle,
  IconCircleCheck,
  IconClockExclamation,
  IconHandStop,
  IconMoodEmpty,
  IconPlugConnectedX,
  IconSend,
} from '@tabler/icons-react';
import { useLiveState } from '../live/live.ts';
import { useElapsed } from './elapsed.ts';
import { headlineOf, type Tone } from './headline-of.ts';
import type { Reading } from './overview-queries.ts';

const looks: Readonly<Record<Tone, { readonly colour: string; readonly icon: typeof IconSend }>> = {
  good: { colour: 'green', icon: IconCircleCheck },
  busy: { colour: 'blue', icon: IconSend },
  late: { colour: 'yellow', icon: IconClockExclamation },
  held: { colour: 'red', icon: IconHandStop },
  attention: { colour: 'orange', icon: IconAlertTriangle },
  bad: { colour: 'red', icon: IconAlertOctagon },
  quiet: { colour: 'gray', icon: IconMoodEmpty },
  stale: { colour: 'gray', icon: IconPlugConnectedX },
};

/** Whether everything is delivered, in one line that is seen from across the room. */
export function HeadlineBanner({ reading, readAt }: { readonly reading: Reading; readonly readAt: number }) {
  const elapsed = useElapsed(readAt);
  const isLive = useLiveState() !== 'broken';
  const { tone, title, detail } = headlineOf({ ...reading, isLive, elapsed });
  const { colour, icon: Icon } = looks[tone];
  return (
    <Paper
      p="lg"
      data-tone={tone}
      bg={`var(--mantine-color-${colour}-light)`}
      bd={`1px solid var(--mantine-color-${colour === 'gray' ? 'default-border' : `${colour}-light-color`})`}
    >
      <Group wrap="nowrap" align="flex-start" gap="md">
        <ThemeIcon size={44} radius="xl" color={colour} variant="light" aria-hidden>
          <Icon size={30} />
        </ThemeIcon>
        <div>
          {/* Only the sentence is said aloud when it changes: the times below go on each second. */}
          <div role="status">
            <Title order={2} size="h3" className="from-outside">
              {title}
            </Title>
          </div>
          {detail !== undefined && (
            <Text size="sm" mt={4} className="from-outside numeric">
              {detail}
            </Text>
          )}
        </div>
      </Group>
    </Paper>
  );
}
