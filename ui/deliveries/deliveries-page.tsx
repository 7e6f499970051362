import { Button } from '@mantine/core';
import { IconSend } from '@tabler/icons-react';
import { Link } from 'react-router';
import { ChoiceFilter } from '../lists/choice-filter.tsx';
import { FilterBar } from '../lists/filter-bar.tsx';
import { LongList } from '../lists/long-list.tsx';
import { useFilters } from '../lists/use-filters.ts';
import { useLiveList } from '../lists/use-live-list.ts';
import { Empty } from '../parts/empty.tsx';
import { Page } from '../parts/page.tsx';
import { texts } from '../texts/common.ts';
import { deliveryTexts } from '../texts/deliveries.ts';
import { listTexts } from '../texts/lists.ts';
import { EventFilters } from './event-filters.tsx';
import { eventLook, type ListedEvent } from './event-row.tsx';
import { eventFilterNames, readEvents } from './events-api.ts';

/** Those that one can look for: what is in flight counts as waiting. */
const states = ['waiting', 'delivered', 'superseded', 'dead', 'failed'] as const;

/** Every event, live. */
export default function DeliveriesPage() {
  const { values, isFiltered, set, clear } = useFilters(eventFilterNames);
  const state = useLiveList<ListedEvent>({
    key: ['events', values],
    read: (cursor, signal) => readEvents(values, cursor, signal),
  });
  return (
    <Page title={deliveryTexts.title} about={deliveryTexts.about}>
      <FilterBar isFiltered={isFiltered} onClear={clear}>
        <ChoiceFilter
          label={deliveryTexts.state}
          any={deliveryTexts.anyState}
          value={values.state}
          choices={states.map((each) => [each, texts.states[each]] as const)}
          onChange={(each) => set({ state: each })}
        />
        <EventFilters values={values} onChange={set} />
      </FilterBar>
      <LongList
        label={deliveryTexts.list}
        state={state}
        look={eventLook}
        empty={
          <Empty
            icon={<IconSend />}
            title={isFiltered ? deliveryTexts.noneTitle : deliveryTexts.emptyTitle}
            action={
              isFiltered ? (
                <Button variant="default" size="xs" onClick={clear}>
                  {listTexts.clear}
                </Button>
              ) : (
                <Button component={Link} to="/connectors" variant="default" size="xs">
                  {deliveryTexts.toConnectors}
                </Button>
              )
            }
          >
            {isFiltered ? deliveryTexts.none : deliveryTexts.empty}
          </Empty>
        }
      />
    </Page>
  );
}
