import { Button, Text } from '@mantine/core';
import { IconAlarm } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { ChoiceFilter } from '../lists/choice-filter.tsx';
import { FilterBar } from '../lists/filter-bar.tsx';
import { PartList } from '../lists/part-list.tsx';
import { SearchFilter } from '../lists/search-filter.tsx';
import { useFilters } from '../lists/use-filters.ts';
import { useParts } from '../lists/use-parts.ts';
import { Empty } from '../parts/empty.tsx';
import { Page } from '../parts/page.tsx';
import { readRule } from '../rules/rules-api.ts';
import { alertTexts as words } from '../texts/alerts.ts';
import { texts as common } from '../texts/common.ts';
import { listTexts } from '../texts/lists.ts';
import { alertLook, keyOfAlert } from './alert-row.tsx';
import { type Alert, alertFilterNames, readAlerts, readGroups } from './alerts-api.ts';

/** Alerts of all rules, live. */
export default function AlertsPage() {
  const { values, isFiltered, set, clear } = useFilters(alertFilterNames);
  const state = useParts<Alert>({
    key: ['alerts', values],
    read: (from, limit, signal) => readAlerts(values, from, limit, signal),
  });
  const groups = useQuery({
    queryKey: ['alerting', 'groups'],
    queryFn: ({ signal }) => readGroups(signal),
    staleTime: Number.POSITIVE_INFINITY,
  });
  return (
    <Page title={words.title} about={words.about}>
      <FilterBar isFiltered={isFiltered} onClear={clear}>
        <SearchFilter value={values.search} hint={words.search} onChange={(search) => set({ search })} />
        <ChoiceFilter
          label={words.state}
          any={words.any}
          value={values.state}
          choices={Object.entries(words.states)}
          onChange={(each) => set({ state: each })}
        />
        <ChoiceFilter
          label={words.severity}
          any={words.any}
          value={values.severity}
          choices={Object.entries({ ...common.severities, unknown: words.unknownSeverity })}
          onChange={(severity) => set({ severity })}
        />
        <ChoiceFilter
          label={words.group}
          any={words.any}
          value={values.group}
          choices={groups.data ?? []}
          onChange={(group) => set({ group })}
        />
        {values.rule_id !== undefined && <OneRule id={values.rule_id} onClear={() => set({ rule_id: '' })} />}
      </FilterBar>
      {state.total !== undefined && state.total > 0 && (
        <Text size="sm" c="dimmed" role="status">
          {words.found(state.total)}
        </Text>
      )}
      <PartList
        label={words.list}
        state={state}
        look={alertLook}
        keyOf={keyOfAlert}
        empty={
          <Empty
            icon={<IconAlarm />}
            title={isFiltered ? words.noneTitle : words.emptyTitle}
            action={
              isFiltered ? (
                <Button variant="default" size="xs" onClick={clear}>
                  {listTexts.clear}
                </Button>
              ) : (
                <Button component={Link} to="/rules" variant="default" size="xs">
                  {words.toRules}
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

/** The rule that a link has chosen: there may be too many to choose from. */
function OneRule({ id, onClear }: { readonly id: string; readonly onClear: () => void }) {
  const rule = useQuery({ queryKey: ['rule', id], queryFn: ({ signal }) => readRule(id, signal) });
  return (
    <ChoiceFilter
      label={words.rule}
      any={words.any}
      value={id}
      choices={[[id, rule.data?.rule.name ?? id]]}
      onChange={(value) => value === '' && onClear()}
    />
  );
}
