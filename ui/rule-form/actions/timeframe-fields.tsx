import { Checkbox, Chip, Group, NativeSelect, Stack, Text, TextInput } from '@mantine/core';
import { useId } from '@mantine/hooks';
import { ruleFormTexts as texts } from '../../texts/rule-form.ts';
import { useField } from '../fields/faults-context.ts';
import { here, timeZones } from '../fields/time-zones.ts';
import type { TimeframeValues } from './action-values.ts';

const days = [1, 2, 3, 4, 5, 6, 7] as const;
const workingHours = () => ({ days: [1, 2, 3, 4, 5], start: '08:00', end: '17:00', timezone: here() });

/** The hours in which an action runs, if not all. */
export function TimeframeFields({
  index,
  timeframe,
  onTimeframe,
}: {
  readonly index: number;
  readonly timeframe: TimeframeValues | null;
  readonly onTimeframe: (timeframe: TimeframeValues | null) => void;
}) {
  const { error, ...field } = useField(`actions.${index}.alerts_filter`, true);
  const labelId = useId();
  return (
    <Stack gap="xs" {...field}>
      <Checkbox
        label={texts.timeframe}
        description={timeframe === null ? undefined : texts.timeframeHint}
        checked={timeframe !== null}
        onChange={({ currentTarget }) => onTimeframe(currentTarget.checked ? workingHours() : null)}
      />
      {timeframe !== null && (
        <>
          <div>
            <Text size="sm" fw={600} id={labelId}>
              {texts.days}
            </Text>
            <Chip.Group
              multiple
              value={timeframe.days.map(String)}
              onChange={(chosen) =>
                onTimeframe({ ...timeframe, days: days.filter((day) => chosen.includes(String(day))) })
              }
            >
              <Group gap={6} role="group" aria-labelledby={labelId}>
                {days.map((day) => (
                  <Chip key={day} value={String(day)} size="xs">
                    {texts.dayNames[day]}
                  </Chip>
                ))}
              </Group>
            </Chip.Group>
          </div>
          <Group gap="sm" align="flex-start">
            <TextInput
              type="time"
              label={texts.start}
              value={timeframe.start}
              onChange={({ currentTarget }) => onTimeframe({ ...timeframe, start: currentTarget.value })}
            />
            <TextInput
              type={timeframe.end === '24:00' ? 'text' : 'time'}
              label={texts.end}
              value={timeframe.end}
              onChange={({ currentTarget }) => onTimeframe({ ...timeframe, end: currentTarget.value })}
            />
            <NativeSelect
              label={texts.timezone}
              flex="1 1 12rem"
              data={timeZones(timeframe.timezone)}
              value={timeframe.timezone}
              onChange={({ currentTarget }) => onTimeframe({ ...timeframe, timezone: currentTarget.value })}
            />
          </Group>
          {error !== undefined && (
            <Text size="xs" c="var(--mantine-color-error)" role="alert" className="from-outside">
              {error}
            </Text>
          )}
        </>
      )}
    </Stack>
  );
}
