import { Anchor, Checkbox, Group, Table, Text, VisuallyHidden } from '@mantine/core';
import { memo } from 'react';
import { Link } from 'react-router';
import { lineOf, SaysBadge } from '../deliveries/event-row.tsx';
import type { RowLook } from '../lists/long-list.tsx';
import { Moment } from '../parts/moment.tsx';
import { deadLetterTexts, shortReason } from '../texts/dead-letters.ts';
import { listTexts } from '../texts/lists.ts';
import type { DeadLetter } from './dead-letters-api.ts';
import type { Selection } from './use-selection.ts';

const { columns } = deadLetterTexts;
const rowHeight = 62;

/** What PagerDuty said of it, or else what the last attempt met, in one line. */
const said = ({ errors, message }: DeadLetter) => (errors.length > 0 ? errors.join('; ') : message);

interface RowProps {
  readonly letter: DeadLetter;
  readonly isSelected: boolean;
  readonly onToggle: (id: string) => void;
}

function Select({ letter: { id }, isSelected, onToggle }: RowProps) {
  return (
    <Checkbox checked={isSelected} onChange={() => onToggle(id)} aria-label={deadLetterTexts.selectOne(id)} />
  );
}

function LetterLink({ letter }: { readonly letter: DeadLetter }) {
  return (
    <Anchor component={Link} to={`/dead-letters/${letter.id}`} size="sm" title={lineOf(letter)}>
      {lineOf(letter)}
    </Anchor>
  );
}

function Why({ letter }: { readonly letter: DeadLetter }) {
  const words = said(letter);
  return (
    <>
      <Text size="sm" className="one-line">
        {shortReason(letter.reason ?? '')}
      </Text>
      {words !== null && (
        <Text size="xs" c="dimmed" className="one-line" title={words}>
          {words}
        </Text>
      )}
    </>
  );
}

const Row = memo(function Row(props: RowProps) {
  const { letter } = props;
  const connector = letter.connector_name ?? listTexts.gone(letter.connector_id);
  return (
    <Table.Tr h={rowHeight}>
      <Table.Td>
        <Select {...props} />
      </Table.Td>
      <Table.Td>
        <div className="one-line">
          <LetterLink letter={letter} />
        </div>
        <SaysBadge event={letter} />
      </Table.Td>
      <Table.Td>
        <Why letter={letter} />
      </Table.Td>
      <Table.Td className="one-line" visibleFrom="md" title={letter.dedup_key ?? undefined}>
        {letter.dedup_key}
      </Table.Td>
      <Table.Td className="one-line" visibleFrom="lg" title={connector}>
        {connector}
      </Table.Td>
      <Table.Td className="one-line" ta="right">
        <Moment at={letter.accepted_at} />
      </Table.Td>
    </Table.Tr>
  );
});

const Card = memo(function Card(props: RowProps) {
  const { letter } = props;
  return (
    <Group wrap="nowrap" align="flex-start" gap="sm" pt={8}>
      <Select {...props} />
      <div style={{ minWidth: 0, flex: 1 }}>
        <Text className="one-line" size="sm" component="div">
          <LetterLink letter={letter} />
        </Text>
        <Why letter={letter} />
        <Text className="one-line" size="xs" c="dimmed" component="div">
          {letter.connector_name ?? listTexts.gone(letter.connector_id)} · <Moment at={letter.accepted_at} />
        </Text>
      </div>
    </Group>
  );
});

/** How a dead letter looks in its list, where one selects some of them. */
export function deadLetterLook(selection: Selection): RowLook<DeadLetter> {
  const propsOf = (letter: DeadLetter): RowProps => ({
    letter,
    isSelected: selection.ids.has(letter.id),
    onToggle: selection.toggle,
  });
  return {
    head: (
      <>
        <Table.Th w={44}>
          <VisuallyHidden>{columns.select}</VisuallyHidden>
        </Table.Th>
        <Table.Th>{columns.event}</Table.Th>
        <Table.Th>{columns.why}</Table.Th>
        <Table.Th w={160} visibleFrom="md">
          {columns.dedupKey}
        </Table.Th>
        <Table.Th w={130} visibleFrom="lg">
          {columns.connector}
        </Table.Th>
        <Table.Th w={140} ta="right">
          {columns.when}
        </Table.Th>
      </>
    ),
    columns: 6,
    row: (letter) => <Row {...propsOf(letter)} />,
    rowHeight,
    card: (letter) => <Card {...propsOf(letter)} />,
    cardHeight: 96,
  };
}
