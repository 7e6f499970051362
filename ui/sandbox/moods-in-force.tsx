import { Alert, Button, Group, Stack, Text } from '@mantine/core';
import { IconCloudStorm } from '@tabler/icons-react';
import { stateAnswer } from '../../src/api/sandbox.ts';
import { change } from '../api/request.ts';
import { durationInWords } from '../parts/duration.ts';
import { Fault } from '../parts/fault.tsx';
import { Moment } from '../parts/moment.tsx';
import { sandboxTexts } from '../texts/sandbox.ts';
import { mayMean, sandboxKey } from './sandbox-key.ts';
import { type SandboxState, sandboxPath, useSandboxChange } from './sandbox-queries.ts';

const texts = sandboxTexts.mood;
type Mood = SandboxState['moods'][number];

/** What is out of the ordinary just now, each with what ends it. Nothing while all is well. */
export function MoodsInForce({
  moods,
  keys,
}: {
  readonly moods: readonly Mood[];
  readonly keys: SandboxState['keys'];
}) {
  const end = useSandboxChange((key: string | undefined) =>
    change(stateAnswer, 'PUT', `${sandboxPath}/mood`, { mood: 'ok', ...(key !== undefined && { key }) }),
  );
  const odd = moods.filter(({ mood, delay, key }) => mood !== 'ok' || delay > 0 || key !== null);
  if (odd.length === 0) return null;
  const known = [sandboxKey, ...keys.filter(({ made }) => made).map(({ key }) => key)];
  return (
    <Alert color="orange" icon={<IconCloudStorm aria-hidden />} title={texts.nowLabel}>
      <Stack gap="xs">
        {odd.map((mood) => {
          // A mood of a key from elsewhere is ended where that key is typed in: only then it is known whole.
          const whole = known.filter((key) => mood.key !== null && mayMean(mood.key, key));
          const canEnd = mood.key === null || whole.length === 1;
          return (
            <Group key={mood.key ?? ''} justify="space-between" gap="xs">
              <MoodLine mood={mood} />
              {canEnd && (
                <Button
                  size="xs"
                  variant="default"
                  loading={end.isPending}
                  aria-label={mood.key === null ? undefined : texts.endKey(mood.key)}
                  onClick={() => end.mutate(whole[0])}
                >
                  {mood.key === null ? texts.back : texts.end}
                </Button>
              )}
            </Group>
          );
        })}
        <Fault error={end.error} />
      </Stack>
    </Alert>
  );
}

function MoodLine({ mood: { mood, percent, delay, until, key } }: { readonly mood: Mood }) {
  const whose = key === null ? texts.all : texts.ofKey(key);
  return (
    <Text size="sm">
      {percent < 100 ? `${texts.share(percent)}${key === null ? '' : `, ${key}`}` : whose}:{' '}
      <b>{texts.names[mood].name}</b>
      {delay > 0 && `, ${texts.delayed(durationInWords(delay))}`}
      {until !== null && (
        <>
          , {texts.until} <Moment at={until} />
        </>
      )}
    </Text>
  );
}
