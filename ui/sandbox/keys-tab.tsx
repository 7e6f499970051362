import { Badge, Button, Code, Group, Paper, Radio, Stack, Table, Text } from '@mantine/core';
import { IconKey } from '@tabler/icons-react';
import { type AcceptMode, playKey, stateAnswer } from '../../src/api/sandbox.ts';
import { change } from '../api/request.ts';
import { CopyAction } from '../parts/code-block.tsx';
import { Empty } from '../parts/empty.tsx';
import { Fault } from '../parts/fault.tsx';
import { Moment } from '../parts/moment.tsx';
import { ShownOnce } from '../parts/shown-once.tsx';
import { sandboxTexts } from '../texts/sandbox.ts';
import { ForeignKeyForm } from './foreign-key-form.tsx';
import { integrationKeyPattern } from './sandbox-key.ts';
import { type SandboxState, sandboxPath, useSandboxChange } from './sandbox-queries.ts';

const texts = sandboxTexts.keys;
type Key = SandboxState['keys'][number];

/** Which keys are accepted, the keys that the sandbox knows, and new ones. */
export function KeysTab({ accept, keys }: { readonly accept: AcceptMode; readonly keys: readonly Key[] }) {
  const setAccept = useSandboxChange((mode: string) =>
    change(stateAnswer, 'PUT', `${sandboxPath}/accept`, { accept: mode }),
  );
  const make = useSandboxChange(() => change(playKey, 'POST', `${sandboxPath}/keys`));
  return (
    <Stack gap="lg">
      <Radio.Group
        label={texts.accept}
        value={setAccept.isPending ? setAccept.variables : accept}
        onChange={(mode) => setAccept.mutate(mode)}
      >
        <Stack gap="xs" mt="xs">
          <Radio value="any" label={texts.any} description={texts.anyHint} />
          <Radio value="known" label={texts.known} description={texts.knownHint} />
        </Stack>
      </Radio.Group>
      <Fault error={setAccept.error} />
      <Group>
        <Button
          leftSection={<IconKey size={16} aria-hidden />}
          loading={make.isPending}
          onClick={() => make.mutate(undefined)}
        >
          {texts.make}
        </Button>
      </Group>
      <Fault error={make.error} />
      {make.data !== undefined && (
        <ShownOnce
          title={texts.madeTitle}
          note={texts.madeNote}
          keyLabel={texts.made}
          secret={make.data.key}
          usage={{ label: texts.apiUrl, text: `${window.location.origin}/sandbox/v2/enqueue` }}
          done={texts.done}
          onDone={make.reset}
        />
      )}
      {keys.length === 0 ? (
        <Empty icon={<IconKey />} title={texts.empty}>
          {texts.emptyText}
        </Empty>
      ) : (
        <KeyTable keys={keys} />
      )}
      <Paper withBorder p="md">
        <ForeignKeyForm />
      </Paper>
    </Stack>
  );
}

function KeyTable({ keys }: { readonly keys: readonly Key[] }) {
  return (
    <Table verticalSpacing="xs">
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{texts.key}</Table.Th>
          <Table.Th visibleFrom="sm">{texts.since}</Table.Th>
          <Table.Th ta="right">{texts.actions}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {keys.toReversed().map((known) => (
          <Table.Tr key={`${known.key} ${known.since}`}>
            <Table.Td>
              <Group gap={4} wrap="nowrap">
                <Code className="from-outside">{known.key}</Code>
                {known.made && <CopyAction text={known.key} label={texts.key} />}
              </Group>
              <Group gap="xs" mt={4}>
                <Badge size="sm" variant="light" tt="none" color={known.revoked ? 'red' : 'green'}>
                  {known.revoked ? texts.revoked : texts.accepted}
                </Badge>
                {!known.made && (
                  <Text size="xs" c="dimmed">
                    {texts.fromElsewhere}
                  </Text>
                )}
              </Group>
            </Table.Td>
            <Table.Td visibleFrom="sm">
              <Moment at={known.since} />
            </Table.Td>
            <Table.Td ta="right">
              {integrationKeyPattern.test(known.key) && <KeyAction known={known} />}
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}

/** Both can be taken back, so neither asks first. */
function KeyAction({ known: { key, revoked } }: { readonly known: Key }) {
  const act = useSandboxChange(() =>
    revoked
      ? change(playKey, 'POST', `${sandboxPath}/keys`, { key })
      : change(playKey, 'DELETE', `${sandboxPath}/keys/${key}`),
  );
  return (
    <>
      <Button
        size="compact-sm"
        variant="default"
        loading={act.isPending}
        aria-label={revoked ? texts.admitOf(key) : texts.revokeOf(key)}
        onClick={() => act.mutate(undefined)}
      >
        {revoked ? texts.admit : texts.revoke}
      </Button>
      <Fault error={act.error} />
    </>
  );
}
