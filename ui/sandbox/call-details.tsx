import { Anchor, Stack, Table, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { CodeBlock } from '../parts/code-block.tsx';
import { figure } from '../parts/counted.ts';
import { durationInWords } from '../parts/duration.ts';
import { sandboxTexts } from '../texts/sandbox.ts';
import type { SandboxCall } from './sandbox-queries.ts';

const texts = sandboxTexts.calls;

/** Indented, where it is JSON that came whole. */
function readable(body: string): string {
  try {
    return JSON.stringify(JSON.parse(body), null, 2);
  } catch {
    return body;
  }
}

/** What a call met, what it was answered and why, and its body with the key masked. */
export function CallDetails({ call }: { readonly call: SandboxCall }) {
  const answer =
    call.status === null
      ? `${texts.noAnswer}${call.broken === null ? '' : `: ${texts.brokenHow[call.broken]}`}`
      : String(call.status);
  const rows: readonly (readonly [string, ReactNode])[] = [
    [texts.status, answer],
    [texts.mood, sandboxTexts.mood.names[call.mood].name],
    [texts.delay, call.delay === 0 ? null : durationInWords(call.delay)],
    [texts.key, call.routing_key],
    [
      texts.incident,
      call.incident === null ? null : (
        <Anchor key="incident" size="sm" component={Link} to={`/sandbox/incidents?incident=${call.incident}`}>
          {sandboxTexts.incidents.drawer(call.incident)}
        </Anchor>
      ),
    ],
    [texts.size, texts.bytes(figure(call.bytes))],
  ];
  return (
    <Stack gap="sm">
      <Text size="sm" fw={600} className="from-outside">
        {call.why}
      </Text>
      <Table variant="vertical" layout="fixed" withTableBorder>
        <Table.Tbody>
          {rows
            .filter(([, value]) => value !== null)
            .map(([name, value]) => (
              <Table.Tr key={name}>
                <Table.Th w="38%">{name}</Table.Th>
                <Table.Td>{value}</Table.Td>
              </Table.Tr>
            ))}
        </Table.Tbody>
      </Table>
      {call.body !== '' && <CodeBlock text={readable(call.body)} label={texts.body} />}
      {call.truncated && (
        <Text size="sm" c="dimmed">
          {texts.truncated}
        </Text>
      )}
    </Stack>
  );
}
