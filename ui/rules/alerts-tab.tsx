import { Badge, Table, Text, Tooltip } from '@mantine/core';
import { IconAlarm } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { alertOfRuleLook, keyOfAlert } from '../alerts/alert-row.tsx';
import { type Alert, readAlerts } from '../alerts/alerts-api.ts';
import { PartList } from '../lists/part-list.tsx';
import { useParts } from '../lists/use-parts.ts';
import { Empty } from '../parts/empty.tsx';
import { Moment } from '../parts/moment.tsx';
import { Section } from '../parts/section.tsx';
import { ruleTexts } from '../texts/rules.ts';
import { readRuleAlerts } from './rules-api.ts';

const words = ruleTexts.alerts;
/** Of those that are held back no more are shown. */
const mostDelayed = 50;

/** The alerts of one rule, as they are, and those whose time has not come yet. */
export function AlertsTab({ ruleId, isDelaying }: { readonly ruleId: string; readonly isDelaying: boolean }) {
  const state = useParts<Alert>({
    key: ['alerts', { rule_id: ruleId }],
    read: (from, limit, signal) => readAlerts({ rule_id: ruleId }, from, limit, signal),
  });
  return (
    <>
      <PartList
        label={words.list}
        state={state}
        look={alertOfRuleLook}
        keyOf={keyOfAlert}
        empty={
          <Empty icon={<IconAlarm />} title={words.none}>
            {words.noneHint}
          </Empty>
        }
      />
      {isDelaying && <Delayed ruleId={ruleId} />}
    </>
  );
}

function Delayed({ ruleId }: { readonly ruleId: string }) {
  const { data } = useQuery({
    queryKey: ['rule', ruleId, 'delayed'],
    queryFn: ({ signal }) => readRuleAlerts(ruleId, signal),
    meta: { live: 'rules' },
  });
  const delayed = (data?.items ?? []).filter(({ status }) => status === 'delayed');
  if (delayed.length === 0) return null;
  return (
    <Section title={words.delayed}>
      <Text size="sm" c="dimmed">
        {words.delayedHint}
      </Text>
      <Table aria-label={words.delayed} verticalSpacing="xs">
        <Table.Tbody>
          {delayed.slice(0, mostDelayed).map(({ id, start }) => (
            <Table.Tr key={id}>
              <Table.Td className="from-outside">{id}</Table.Td>
              <Table.Td>
                <Tooltip label={words.delayedHint}>
                  <Badge color="gray" variant="light" tt="none">
                    {words.delayed}
                  </Badge>
                </Tooltip>
              </Table.Td>
              <Table.Td ta="right">
                <Moment at={start} />
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Section>
  );
}
