import { Badge, Button, Group, Stack, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Fault } from '../../parts/fault.tsx';
import { Moment } from '../../parts/moment.tsx';
import { Section } from '../../parts/section.tsx';
import { ruleTexts } from '../../texts/rules.ts';
import { snoozeTexts as words } from '../../texts/snooze.ts';
import { type RuleDetails, removeSnooze } from '../rules-api.ts';
import { describeSnooze, type ShownSnooze } from './describe-snooze.ts';

/** The snoozes of a rule in words, with when each is on; schedules can be removed. Nothing where there are none. */
export function SnoozeList({ details: { rule, snoozes } }: { readonly details: RuleDetails }) {
  const queries = useQueryClient();
  const removing = useMutation({
    mutationFn: (id: string) => removeSnooze(rule.id, id),
    onSuccess: () => {
      notifications.show({ message: words.removed });
    },
    onSettled: () => queries.invalidateQueries({ queryKey: ['rule'] }),
  });
  if (snoozes.length === 0) return null;
  return (
    <Section title={words.list}>
      <Fault error={removing.error} />
      <Stack component="ul" gap="xs" m={0} p={0} style={{ listStyle: 'none' }}>
        {snoozes.map((snooze) => (
          <Group component="li" key={snooze.id ?? ''} gap="sm" justify="space-between">
            <div>
              <Text size="sm">{describeSnooze(snooze)}</Text>
              <When snooze={snooze} />
            </div>
            {snooze.id !== null && (
              <Button
                size="compact-xs"
                variant="default"
                aria-label={words.removeOf(describeSnooze(snooze))}
                loading={removing.isPending && removing.variables === snooze.id}
                onClick={() => removing.mutate(snooze.id ?? '')}
              >
                {words.remove}
              </Button>
            )}
          </Group>
        ))}
      </Stack>
    </Section>
  );
}

function When({ snooze: { active_until: until, next } }: { readonly snooze: ShownSnooze }) {
  if (until !== null) {
    return (
      <Group gap={6}>
        <Badge size="sm" color="violet" variant="light" tt="none">
          {ruleTexts.quiet.snoozed}
        </Badge>
        <Text size="xs" c="dimmed" component="div">
          {words.now} <Moment at={until} />
        </Text>
      </Group>
    );
  }
  if (next === null) return null;
  return (
    <Text size="xs" c="dimmed" component="div">
      {words.next} <Moment at={next} />
    </Text>
  );
}
