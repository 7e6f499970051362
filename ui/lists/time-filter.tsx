import { listTexts } from '../texts/lists.ts';
import { ChoiceFilter } from './choice-filter.tsx';
import type { FilterValues } from './use-filters.ts';

export type TimeNames = 'within' | 'from' | 'to';

const custom = 'custom';
const shown = new Intl.DateTimeFormat('en', { dateStyle: 'medium', timeStyle: 'short' });
const lengths: Readonly<Record<string, number>> = {
  hour: 60 * 60 * 1000,
  day: 24 * 60 * 60 * 1000,
  week: 7 * 24 * 60 * 60 * 1000,
};

/** The query for a time: `within` counts back from `now`, so that the last hour remains the last hour. */
export function timeQuery({ within, from, to }: FilterValues<TimeNames>, now: number) {
  const length = within === undefined ? undefined : lengths[within];
  return length === undefined ? { from, to } : { from: new Date(now - length).toISOString() };
}

function inWords(time: string | undefined): string | undefined {
  const at = Date.parse(time ?? '');
  return Number.isNaN(at) ? time : shown.format(at);
}

/** When an event was accepted: a while back from now, or between two times that a link brought. */
export function TimeFilter({
  values: { within, from, to },
  onChange,
}: {
  readonly values: FilterValues<TimeNames>;
  readonly onChange: (changes: FilterValues<TimeNames>) => void;
}) {
  const isCustom = within === undefined && (from !== undefined || to !== undefined);
  const choices: (readonly [string, string])[] = Object.entries(listTexts.times);
  if (isCustom) choices.push([custom, listTexts.customTime(inWords(from), inWords(to))]);
  return (
    <ChoiceFilter
      label={listTexts.time}
      any={listTexts.anyTime}
      value={isCustom ? custom : within}
      choices={choices}
      onChange={(value) => value !== custom && onChange({ within: value, from: '', to: '' })}
    />
  );
}
