import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconMailX } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useMemo } from 'react';
import { EventFilters } from '../deliveries/event-filters.tsx';
import { ChoiceFilter } from '../lists/choice-filter.tsx';
import { FilterBar } from '../lists/filter-bar.tsx';
import { LongList } from '../lists/long-list.tsx';
import { useFilters } from '../lists/use-filters.ts';
import { useLiveList } from '../lists/use-live-list.ts';
import { ConfirmButton } from '../parts/confirm.tsx';
import { Empty } from '../parts/empty.tsx';
import { Fault } from '../parts/fault.tsx';
import { Page } from '../parts/page.tsx';
import { deadLetterTexts as words } from '../texts/dead-letters.ts';
import { listTexts } from '../texts/lists.ts';
import { deadLetterLook } from './dead-letter-row.tsx';
import {
  type DeadLetter,
  deadLetterFilterNames,
  purgeMatching,
  readDeadLetters,
  resendMany,
} from './dead-letters-api.ts';
import { ResendResults } from './resend-results.tsx';
import { SelectionBar } from './selection-bar.tsx';
import { useSelection } from './use-selection.ts';

const nothing: readonly DeadLetter[] = [];

/** What was rejected, given up or cancelled: read, sent again, purged, many at once. */
export default function DeadLettersPage() {
  const queries = useQueryClient();
  const { values, isFiltered, set, clear } = useFilters(deadLetterFilterNames);
  const state = useLiveList<DeadLetter>({
    key: ['dead-letters', values],
    read: (cursor, signal) => readDeadLetters(values, cursor, signal),
  });
  const shown = state.list?.items ?? nothing;
  const selection = useSelection(shown);
  const look = useMemo(() => deadLetterLook(selection), [selection]);

  // Some are gone, perhaps far down: all that is shown is read anew.
  const readAnew = async () => {
    selection.set([]);
    queries.removeQueries({ queryKey: ['list'] });
    await queries.resetQueries({ queryKey: ['newest'] });
  };
  const sending = useMutation({
    mutationFn: ({ ids, force }: { ids: readonly string[]; force: boolean }) => resendMany(ids, force),
    onSuccess: readAnew,
  });
  const purge = async () => {
    const purged = await purgeMatching(values);
    notifications.show({ message: words.purged(purged) });
    await readAnew();
  };

  return (
    <Page
      title={words.title}
      about={words.about}
      actions={
        shown.length > 0 && (
          <ConfirmButton
            label={isFiltered ? words.purgeMatching : words.purgeAll}
            title={isFiltered ? words.purgeMatchingTitle : words.purgeAllTitle}
            question={isFiltered ? words.purgeMatchingQuestion : words.purgeAllQuestion}
            confirm={isFiltered ? words.purgeMatching : words.purgeAll}
            onConfirm={purge}
          />
        )
      }
    >
      <FilterBar isFiltered={isFiltered} onClear={clear}>
        <ChoiceFilter
          label={words.reason}
          any={words.anyReason}
          value={values.reason}
          choices={Object.entries(words.reasons)}
          onChange={(reason) => set({ reason })}
        />
        <EventFilters values={values} onChange={set} />
      </FilterBar>
      <Fault error={sending.error} />
      {sending.data !== undefined && (
        <ResendResults
          results={sending.data}
          onForce={(ids) => sending.mutate({ ids, force: true })}
          isBusy={sending.isPending}
          onClose={sending.reset}
        />
      )}
      {shown.length > 0 && (
        <SelectionBar
          selection={selection}
          shown={shown}
          isSending={sending.isPending}
          onResend={(ids) => sending.mutate({ ids, force: false })}
          onDone={readAnew}
        />
      )}
      <LongList
        label={words.list}
        state={state}
        look={look}
        empty={
          <Empty
            icon={<IconMailX />}
            title={isFiltered ? words.noneTitle : words.emptyTitle}
            action={
              isFiltered && (
                <Button variant="default" size="xs" onClick={clear}>
                  {listTexts.clear}
                </Button>
              )
            }
          >
            {isFiltered ? words.none : words.empty}
          </Empty>
        }
      />
    </Page>
  );
}
