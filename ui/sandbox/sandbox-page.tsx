import { Grid, Stack, Text } from '@mantine/core';
import { IconBellRinging, IconFlask, IconGitCommit, IconKey, IconPhoneIncoming } from '@tabler/icons-react';
import { useParams } from 'react-router';
import { stateAnswer } from '../../src/api/sandbox.ts';
import { ApiError } from '../api/api-error.ts';
import { change } from '../api/request.ts';
import { CodeBlock } from '../parts/code-block.tsx';
import { ConfirmButton } from '../parts/confirm.tsx';
import { counted } from '../parts/counted.ts';
import { Empty } from '../parts/empty.tsx';
import { Page } from '../parts/page.tsx';
import { PathTabs } from '../parts/path-tabs.tsx';
import { QueryView } from '../parts/query-view.tsx';
import { sandboxTexts as texts } from '../texts/sandbox.ts';
import { CallsTab } from './calls-tab.tsx';
import { ChangesTab } from './changes-tab.tsx';
import { IncidentsTab } from './incidents-tab.tsx';
import { KeysTab } from './keys-tab.tsx';
import { MoodPanel } from './mood-panel.tsx';
import { MoodsInForce } from './moods-in-force.tsx';
import { RateLimit } from './rate-limit.tsx';
import { type SandboxState, sandboxPath, useSandboxChange, useSandboxState } from './sandbox-queries.ts';

export default function SandboxPage() {
  const state = useSandboxState();
  const reset = useSandboxChange(() => change(stateAnswer, 'POST', `${sandboxPath}/reset`));
  if (state.error instanceof ApiError && state.error.status === 404) {
    return (
      <Page title={texts.title}>
        <Empty icon={<IconFlask />} title={texts.off.title}>
          <Stack gap="sm">
            {texts.off.text}
            <CodeBlock label={texts.off.label} text={texts.off.setting} />
          </Stack>
        </Empty>
      </Page>
    );
  }
  const actions = state.data !== undefined && (
    <ConfirmButton {...texts.reset} onConfirm={() => reset.mutateAsync(undefined)} />
  );
  return (
    <Page title={texts.title} about={texts.about} actions={actions}>
      <QueryView query={state}>{(data) => <Sandbox state={data} />}</QueryView>
    </Page>
  );
}

function Sandbox({ state }: { readonly state: SandboxState }) {
  const { part } = useParams();
  const icon = { size: 16, 'aria-hidden': true };
  return (
    <Grid gap="xl">
      <Grid.Col span={{ base: 12, md: 8 }}>
        <Stack gap="md">
          <MoodsInForce moods={state.moods} keys={state.keys} />
          <PathTabs
            base="/sandbox"
            part={part}
            label={texts.parts}
            tabs={[
              {
                part: 'incidents',
                label: texts.tabs.incidents,
                icon: <IconBellRinging {...icon} />,
                content: () => <IncidentsTab counts={state.counts} />,
              },
              {
                part: 'calls',
                label: texts.tabs.calls,
                icon: <IconPhoneIncoming {...icon} />,
                content: () => <CallsTab />,
              },
              {
                part: 'changes',
                label: texts.tabs.changes,
                icon: <IconGitCommit {...icon} />,
                content: () => <ChangesTab />,
              },
              {
                part: 'keys',
                label: texts.tabs.keys,
                icon: <IconKey {...icon} />,
                content: () => <KeysTab accept={state.accept} keys={state.keys} />,
              },
            ]}
          />
          <Forgotten dropped={state.dropped} />
        </Stack>
      </Grid.Col>
      <Grid.Col span={{ base: 12, md: 4 }}>
        <Stack gap="xl">
          <MoodPanel moods={state.moods} keys={state.keys} />
          {/* What was typed gives way to a limit that was set elsewhere. */}
          <RateLimit key={state.limit} limit={state.limit} />
        </Stack>
      </Grid.Col>
    </Grid>
  );
}

function Forgotten({ dropped }: { readonly dropped: SandboxState['dropped'] }) {
  const parts = [
    dropped.incidents > 0 && counted(dropped.incidents, 'incident'),
    dropped.calls > 0 && counted(dropped.calls, 'call'),
    dropped.changes > 0 && counted(dropped.changes, 'change event'),
  ].filter((part) => part !== false);
  if (parts.length === 0) return null;
  return (
    <Text size="sm" c="dimmed">
      {texts.forgotten(parts.join(', '))}
    </Text>
  );
}
