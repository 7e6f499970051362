import { Alert, Anchor, Badge, Code, List, Stack, Text } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { wholeSeconds } from '../parts/duration.ts';
import { Facts } from '../parts/facts.tsx';
import { QueryView } from '../parts/query-view.tsx';
import { Section } from '../parts/section.tsx';
import { settingsTexts } from '../texts/settings.ts';
import { useEffectiveSettings, useServerStatus } from './settings-queries.ts';

const texts = settingsTexts.aboutServer;
const megabyte = 1024 * 1024;

const links = [
  ['/docs/api', texts.apiDocs],
  ['/api/tocsin/openapi.json', texts.openapi],
  ['/metrics', texts.metrics],
] as const;

/** What this server is, how it is, and where to read on. */
export function AboutTab() {
  const status = useServerStatus();
  const folder = useEffectiveSettings().data?.items.find(({ key }) => key === 'data')?.value;
  return (
    <Stack gap="lg">
      <QueryView query={status} lines={3}>
        {({ version, status: { overall }, metrics, tocsin }) => (
          <>
            {overall.level === 'critical' && (
              <Alert color="red" icon={<IconAlertTriangle aria-hidden />} title={texts.trouble} role="alert">
                {overall.summary}
              </Alert>
            )}
            <Facts
              facts={[
                [texts.version, tocsin.version],
                [
                  texts.state,
                  <Badge
                    key="state"
                    variant="light"
                    tt="none"
                    color={overall.level === 'available' ? 'green' : 'red'}
                  >
                    {texts.states[overall.level]}
                  </Badge>,
                ],
                [texts.uptime, wholeSeconds(metrics.process.uptime_in_millis)],
                [
                  texts.memory,
                  texts.megabytes(Math.round(metrics.process.memory.resident_set_size_in_bytes / megabyte)),
                ],
                [texts.process, String(metrics.process.pid)],
                [texts.kibanaVersion, `Kibana ${version.number}`],
                ...(folder === undefined ? [] : [[texts.data, <Code key="data">{folder}</Code>] as const]),
              ]}
            />
          </>
        )}
      </QueryView>
      <Section title={texts.links}>
        <List size="sm" spacing={4}>
          {links.map(([href, label]) => (
            <List.Item key={href}>
              <Anchor href={href} size="sm">
                {label}
              </Anchor>
            </List.Item>
          ))}
        </List>
      </Section>
      <Text size="sm" c="dimmed">
        {texts.licence}
      </Text>
    </Stack>
  );
}
