import { Button, Checkbox, Group, Stack, Text } from '@mantine/core';
import { IconListCheck } from '@tabler/icons-react';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useCallback, useMemo, useState } from 'react';
import { ChoiceFilter } from '../lists/choice-filter.tsx';
import { ConnectorFilter, useConnectorNames } from '../lists/connector-filter.tsx';
import { FilterBar } from '../lists/filter-bar.tsx';
import { PartList } from '../lists/part-list.tsx';
import { SearchFilter } from '../lists/search-filter.tsx';
import { useFilters } from '../lists/use-filters.ts';
import { useParts } from '../lists/use-parts.ts';
import { CodeBlock } from '../parts/code-block.tsx';
import { Empty } from '../parts/empty.tsx';
import { Fault } from '../parts/fault.tsx';
import { Page } from '../parts/page.tsx';
import { listTexts } from '../texts/lists.ts';
import { ruleTexts as words } from '../texts/rules.ts';
import { commandsFor } from './make-a-rule.ts';
import { RuleMenu } from './rule-menu.tsx';
import { ruleLook } from './rule-row.tsx';
import { type ListedRule, readAlertingOverview, readRules, ruleFilterNames } from './rules-api.ts';

const noRules: ReadonlyMap<string, ListedRule> = new Map();
/** Rules that are read at once when all are selected. */
const readAtOnce = 1000;

/** All rules: found, looked at, and changed many at once. */
export default function RulesPage() {
  const { values, isFiltered, set, clear } = useFilters(ruleFilterNames);
  const state = useParts<ListedRule>({
    key: ['rules', values],
    read: (from, limit, signal) => readRules(values, from, limit, signal),
  });
  const known = useQuery({
    queryKey: ['alerting', 'overview'],
    queryFn: ({ signal }) => readAlertingOverview(signal),
    meta: { live: 'rules' },
  });
  const { data: connectors = [] } = useConnectorNames();
  const names = useMemo(() => new Map(connectors.map(({ id, name }) => [id, name])), [connectors]);
  const [chosen, setChosen] = useState(noRules);
  // What is done with a rule counts as it is now, not as it was when it was selected.
  const selected = useMemo(() => {
    const fresh = new Map(state.rows.map((rule) => [rule.id, rule]));
    return new Map([...chosen].map(([id, rule]) => [id, fresh.get(id) ?? rule]));
  }, [chosen, state.rows]);
  const onToggle = useCallback(
    (rule: ListedRule) =>
      setChosen((before) => {
        const next = new Map(before);
        if (!next.delete(rule.id)) next.set(rule.id, rule);
        return next;
      }),
    [],
  );
  const look = useMemo(() => ruleLook({ names, selected, onToggle }), [names, selected, onToggle]);
  const selectAll = useMutation({
    mutationFn: async () => {
      const all: ListedRule[] = [];
      for (;;) {
        const { total, items } = await readRules(values, all.length, readAtOnce);
        all.push(...items);
        if (items.length === 0 || all.length >= total) return all;
      }
    },
    onSuccess: (all) => setChosen(new Map(all.map((rule) => [rule.id, rule]))),
  });
  const total = state.total ?? 0;

  return (
    <Page title={words.title} about={words.about}>
      <FilterBar isFiltered={isFiltered} onClear={clear}>
        <SearchFilter value={values.search} hint={words.search} onChange={(search) => set({ search })} />
        <ChoiceFilter
          label={words.state}
          any={words.any}
          value={values.state}
          choices={Object.entries({ ...words.states, ...words.quiet })}
          onChange={(each) => set({ state: each })}
        />
        <ChoiceFilter
          label={words.type}
          any={words.any}
          value={values.rule_type_id}
          choices={(known.data?.types ?? []).map(({ id, name }) => [id, name] as const)}
          onChange={(rule_type_id) => set({ rule_type_id })}
        />
        <ChoiceFilter
          label={words.tag}
          any={words.any}
          value={values.tag}
          choices={(known.data?.tags ?? []).map((tag) => [tag, tag] as const)}
          onChange={(tag) => set({ tag })}
        />
        <ConnectorFilter value={values.connector_id} onChange={(connector_id) => set({ connector_id })} />
      </FilterBar>
      <Fault error={selectAll.error} />
      {total > 0 && (
        <Group gap="sm" mih={36}>
          <Checkbox
            label={words.selectAll(total)}
            checked={selected.size > 0 && selected.size >= total}
            indeterminate={selected.size > 0 && selected.size < total}
            disabled={selectAll.isPending}
            onChange={() => (selected.size > 0 ? setChosen(noRules) : selectAll.mutate())}
          />
          {selected.size > 0 && (
            <>
              <Text size="sm" role="status">
                {words.selected(selected.size)}
              </Text>
              <RuleMenu
                rules={[...selected.values()]}
                look="button"
                onChanged={(action) => action === 'delete' && setChosen(noRules)}
              />
              <Button size="xs" variant="subtle" onClick={() => setChosen(noRules)}>
                {words.clearSelection}
              </Button>
            </>
          )}
        </Group>
      )}
      <PartList
        label={words.list}
        state={state}
        look={look}
        keyOf={({ id }) => id}
        empty={isFiltered ? <NoneFound onClear={clear} /> : <NoneYet />}
      />
    </Page>
  );
}

function NoneFound({ onClear }: { readonly onClear: () => void }) {
  return (
    <Empty
      icon={<IconListCheck />}
      title={words.noneTitle}
      action={
        <Button variant="default" size="xs" onClick={onClear}>
          {listTexts.clear}
        </Button>
      }
    >
      {words.none}
    </Empty>
  );
}

function NoneYet() {
  const { make, report } = commandsFor(window.location.origin);
  return (
    <Stack gap="sm" maw="45rem" mx="auto">
      <Empty icon={<IconListCheck />} title={words.emptyTitle}>
        {words.empty}
      </Empty>
      <CodeBlock text={make} label={words.curlLabel} />
      <Text size="sm" c="dimmed">
        {words.report}
      </Text>
      <CodeBlock text={report} label={words.reportLabel} />
      <Text size="sm" c="dimmed">
        {words.emptyFile}
      </Text>
    </Stack>
  );
}
