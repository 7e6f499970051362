import { Accordion, Badge, Button, Code, Group, Stack, Text } from '@mantine/core';
import { IconPhoneOff } from '@tabler/icons-react';
import { useState } from 'react';
import { Empty } from '../parts/empty.tsx';
import { Moment } from '../parts/moment.tsx';
import { QueryView } from '../parts/query-view.tsx';
import { texts as common } from '../texts/common.ts';
import { sandboxTexts } from '../texts/sandbox.ts';
import { CallDetails } from './call-details.tsx';
import { type SandboxCall, useSandboxCalls } from './sandbox-queries.ts';

const texts = sandboxTexts.calls;
const step = 30;
const most = 600;

/** Green: taken; yellow: taken without effect; orange and red: not taken. */
const colours = {
  opened: 'green',
  repeated: 'green',
  acknowledged: 'green',
  resolved: 'green',
  change: 'green',
  dropped: 'yellow',
  throttled: 'orange',
  portal: 'orange',
  failed: 'red',
  broken: 'red',
  refused: 'red',
} as const;

/** Every call that arrived, newest first, each with its answer and why. */
export function CallsTab() {
  const [limit, setLimit] = useState(step);
  const [opened, setOpened] = useState<string | null>(null);
  const calls = useSandboxCalls(limit);
  return (
    <QueryView query={calls}>
      {({ items, next_cursor }) =>
        items.length === 0 ? (
          <Empty icon={<IconPhoneOff />} title={texts.empty}>
            {texts.emptyText}
          </Empty>
        ) : (
          <Stack>
            <Accordion
              value={opened}
              onChange={setOpened}
              variant="contained"
              aria-label={texts.list}
              order={3}
            >
              {items.map((call) => (
                <Accordion.Item key={call.id} value={String(call.id)}>
                  <Accordion.Control>
                    <CallLine call={call} />
                  </Accordion.Control>
                  <Accordion.Panel>
                    {opened === String(call.id) && <CallDetails call={call} />}
                  </Accordion.Panel>
                </Accordion.Item>
              ))}
            </Accordion>
            {next_cursor !== null && limit < most && (
              <Button variant="default" onClick={() => setLimit(limit + step)}>
                {common.more}
              </Button>
            )}
          </Stack>
        )
      }
    </QueryView>
  );
}

function CallLine({ call }: { readonly call: SandboxCall }) {
  const action = call.path === 'change' ? texts.change : (call.event_action ?? texts.noAction);
  return (
    <Group gap="xs" pr="xs">
      <Badge color={colours[call.effect]} variant="light" tt="none" fw={600} miw={104}>
        {texts.effects[call.effect]}
      </Badge>
      <Code>{call.status ?? texts.noAnswer}</Code>
      <Text size="sm" className="from-outside" flex={1} miw="8rem">
        {action}
        {call.dedup_key !== null && (
          <Text span size="sm" c="dimmed">
            {' '}
            {call.dedup_key}
          </Text>
        )}
      </Text>
      <Text size="xs" c="dimmed" component="span">
        <Moment at={call.at} />
      </Text>
    </Group>
  );
}
