import { Alert, Button, Group, List, Stack, Text } from '@mantine/core';
import { EventLink } from '../deliveries/event-details.tsx';
import { texts } from '../texts/common.ts';
import { deadLetterTexts as words } from '../texts/dead-letters.ts';
import type { ResendResult } from './dead-letters-api.ts';

/** So many are told one by one. */
const mostTold = 50;

type Refused = Extract<ResendResult, { error: unknown }>;

const isRefused = (result: ResendResult): result is Refused => 'error' in result;

/** What became of dead letters that were sent again, one by one; the refused ones first. */
export function ResendResults({
  results,
  onForce,
  isBusy,
  onClose,
}: {
  readonly results: readonly ResendResult[];
  /** Sends those again that were refused because they are outdated. */
  readonly onForce: (ids: readonly string[]) => void;
  readonly isBusy: boolean;
  readonly onClose: () => void;
}) {
  const refused = results.filter(isRefused);
  const sent = results.flatMap((result) => (isRefused(result) ? [] : [result]));
  const outdated = refused.filter(({ error }) => error.statusCode === 409).map(({ resend_of }) => resend_of);
  return (
    <Alert
      color={refused.length === 0 ? 'green' : 'yellow'}
      variant="light"
      title={words.results}
      role="status"
      withCloseButton
      closeButtonLabel={texts.close}
      onClose={onClose}
    >
      <Stack gap="sm">
        {refused.length > 0 && (
          <div>
            <Text size="sm">{words.refused(refused.length)}</Text>
            <List size="sm">
              {refused.slice(0, mostTold).map(({ resend_of, error }) => (
                <List.Item key={resend_of} className="from-outside">
                  {words.notSent(resend_of)}
                  {error.message}
                </List.Item>
              ))}
            </List>
            <More n={refused.length - mostTold} />
          </div>
        )}
        {outdated.length > 0 && (
          <Group gap="sm">
            <Button size="xs" variant="default" loading={isBusy} onClick={() => onForce(outdated)}>
              {words.anyway}
            </Button>
            <Text size="xs">{words.anywayHint}</Text>
          </Group>
        )}
        {sent.length > 0 && (
          <div>
            <Text size="sm">{words.sentAgain(sent.length)}</Text>
            <List size="sm">
              {sent.slice(0, mostTold).map(({ id, resend_of }) => (
                <List.Item key={id}>
                  {words.as(resend_of)}
                  <EventLink id={id} />
                </List.Item>
              ))}
            </List>
            <More n={sent.length - mostTold} />
          </div>
        )}
      </Stack>
    </Alert>
  );
}

function More({ n }: { readonly n: number }) {
  return n > 0 ? <Text size="sm">{words.moreResults(n)}</Text> : null;
}
