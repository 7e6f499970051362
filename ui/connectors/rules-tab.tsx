import { Anchor, Stack, Table } from '@mantine/core';
import { IconListCheck } from '@tabler/icons-react';
import { Link } from 'react-router';
import { Empty } from '../parts/empty.tsx';
import { Moment } from '../parts/moment.tsx';
import { QueryView } from '../parts/query-view.tsx';
import { RuleStateBadge } from '../rules/rule-badges.tsx';
import { rulePath } from '../rules/rules-api.ts';
import { connectorsTexts } from '../texts/connectors.ts';
import { ruleTexts } from '../texts/rules.ts';
import { useUsingRules } from './connector-queries.ts';

const texts = connectorsTexts.usingRules;
const most = 20;

/** The rules whose actions send through a connector, live. */
export function RulesTab({ connectorId }: { readonly connectorId: string }) {
  const rules = useUsingRules(connectorId, most);
  return (
    <QueryView query={rules} lines={6}>
      {({ total, items }) =>
        total === 0 ? (
          <Empty icon={<IconListCheck />} title={texts.none}>
            {texts.noneHint}
          </Empty>
        ) : (
          <Stack gap="md" pb="lg">
            <Table verticalSpacing="xs" aria-label={texts.label} layout="fixed">
              <Table.Thead>
                <Table.Tr>
                  <Table.Th>{texts.rule}</Table.Th>
                  <Table.Th w={132}>{texts.state}</Table.Th>
                  <Table.Th w={130} ta="right" visibleFrom="sm">
                    {texts.lastRun}
                  </Table.Th>
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {items.map((rule) => (
                  <Table.Tr key={rule.id}>
                    <Table.Td className="one-line">
                      <Anchor component={Link} to={rulePath(rule.id)} size="sm" title={rule.name}>
                        {rule.name}
                      </Anchor>
                    </Table.Td>
                    <Table.Td>
                      <RuleStateBadge state={rule.state} />
                    </Table.Td>
                    <Table.Td ta="right" visibleFrom="sm">
                      {rule.last_run === null ? ruleTexts.notRun : <Moment at={rule.last_run} />}
                    </Table.Td>
                  </Table.Tr>
                ))}
              </Table.Tbody>
            </Table>
            <Anchor
              component={Link}
              to={`/rules?${new URLSearchParams({ connector_id: connectorId })}`}
              size="sm"
            >
              {texts.all(total)}
            </Anchor>
          </Stack>
        )
      }
    </QueryView>
  );
}
