import { eventActions } from '../../src/api/events.ts';
import { ChoiceFilter } from '../lists/choice-filter.tsx';
import { ConnectorFilter } from '../lists/connector-filter.tsx';
import { DedupKeyFilter } from '../lists/dedup-key-filter.tsx';
import { TimeFilter, type TimeNames } from '../lists/time-filter.tsx';
import type { FilterValues } from '../lists/use-filters.ts';
import { texts } from '../texts/common.ts';
import { listTexts } from '../texts/lists.ts';

export type CommonFilterName = 'connector_id' | 'dedup_key' | 'source' | 'action' | TimeNames;

/** The filters that all lists of events have. */
export function EventFilters({
  values,
  onChange,
}: {
  readonly values: FilterValues<CommonFilterName>;
  readonly onChange: (changes: FilterValues<CommonFilterName>) => void;
}) {
  return (
    <>
      <ConnectorFilter value={values.connector_id} onChange={(connector_id) => onChange({ connector_id })} />
      <ChoiceFilter
        label={listTexts.action}
        any={listTexts.anyAction}
        value={values.action}
        choices={eventActions.map((action) => [action, texts.actions[action]] as const)}
        onChange={(action) => onChange({ action })}
      />
      <ChoiceFilter
        label={listTexts.source}
        any={listTexts.anySource}
        value={values.source}
        choices={Object.entries(listTexts.sources)}
        onChange={(source) => onChange({ source })}
      />
      <TimeFilter values={values} onChange={onChange} />
      <DedupKeyFilter value={values.dedup_key} onChange={(dedup_key) => onChange({ dedup_key })} />
    </>
  );
}
