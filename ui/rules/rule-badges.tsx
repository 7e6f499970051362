import { Badge, Group, Tooltip } from '@mantine/core';
import { Moment } from '../parts/moment.tsx';
import { ruleTexts as words } from '../texts/rules.ts';
import type { ListedRule } from './rules-api.ts';

const colours = {
  active: 'red',
  ok: 'green',
  warning: 'yellow',
  error: 'orange',
  pending: 'gray',
  disabled: 'gray',
} as const;

/** How it stands with a rule, in a word and a colour. */
export function RuleStateBadge({ state }: { readonly state: ListedRule['state'] }) {
  return (
    <Badge
      color={colours[state]}
      variant={state === 'disabled' ? 'outline' : 'light'}
      tt="none"
      fw={600}
      miw="max-content"
    >
      {words.states[state]}
    </Badge>
  );
}

const shown = { events: { hover: true, focus: true, touch: true }, multiline: true, maw: 320 } as const;

/** What keeps it quiet, and where it comes from, if it is not the usual. */
export function RuleMarks({ rule }: { readonly rule: ListedRule }) {
  const { muted, snoozed_until: until, managed_by: file } = rule;
  if (!muted && until === null && file === undefined) return null;
  return (
    <Group gap={4} wrap="nowrap">
      {muted && (
        <Tooltip label={words.mutedHint} {...shown}>
          <Badge size="sm" color="violet" variant="light" tt="none" miw="max-content">
            {words.quiet.muted}
          </Badge>
        </Tooltip>
      )}
      {until !== null && (
        <Tooltip
          label={
            <>
              {words.snoozedUntil} <Moment at={until} />
            </>
          }
          {...shown}
        >
          <Badge size="sm" color="violet" variant="light" tt="none" miw="max-content">
            {words.quiet.snoozed}
          </Badge>
        </Tooltip>
      )}
      {file !== undefined && (
        <Tooltip label={words.managedHint(file.file)} {...shown}>
          <Badge size="sm" color="gray" variant="light" tt="none" miw="max-content">
            {words.managed}
          </Badge>
        </Tooltip>
      )}
    </Group>
  );
}
