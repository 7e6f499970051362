import { Button, Text } from '@mantine/core';
import { IconBellRinging } from '@tabler/icons-react';
import { ConnectorFilter } from '../lists/connector-filter.tsx';
import { DedupKeyFilter } from '../lists/dedup-key-filter.tsx';
import { FilterBar } from '../lists/filter-bar.tsx';
import { LongList } from '../lists/long-list.tsx';
import { useFilters } from '../lists/use-filters.ts';
import { useLiveList } from '../lists/use-live-list.ts';
import { Empty } from '../parts/empty.tsx';
import { Page } from '../parts/page.tsx';
import { incidentTexts } from '../texts/incidents.ts';
import { listTexts } from '../texts/lists.ts';
import { incidentLook } from './incident-row.tsx';
import { type Incident, incidentFilterNames, readIncidents } from './incidents-api.ts';

/** What PagerDuty was last told, of all that may be open. */
export default function IncidentsPage() {
  const { values, isFiltered, set, clear } = useFilters(incidentFilterNames);
  const state = useLiveList<Incident>({
    key: ['incidents', values],
    read: (cursor, signal) => readIncidents(values, cursor, signal),
  });
  return (
    <Page title={incidentTexts.title} about={incidentTexts.about}>
      <FilterBar isFiltered={isFiltered} onClear={clear}>
        <ConnectorFilter value={values.connector_id} onChange={(connector_id) => set({ connector_id })} />
        <DedupKeyFilter value={values.dedup_key} onChange={(dedup_key) => set({ dedup_key })} />
      </FilterBar>
      {state.list?.items.some((incident) => incident.state === 'maybe_open') && (
        <Text size="sm" c="dimmed">
          {incidentTexts.maybe}
        </Text>
      )}
      <LongList
        label={incidentTexts.list}
        state={state}
        look={incidentLook}
        empty={
          <Empty
            icon={<IconBellRinging />}
            title={isFiltered ? incidentTexts.noneTitle : incidentTexts.emptyTitle}
            action={
              isFiltered && (
                <Button variant="default" size="xs" onClick={clear}>
                  {listTexts.clear}
                </Button>
              )
            }
          >
            {isFiltered ? incidentTexts.none : incidentTexts.empty}
          </Empty>
        }
      />
    </Page>
  );
}
