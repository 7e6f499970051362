import { Alert, Button, Group, Stack, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconMapQuestion } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { lazy, Suspense, useState } from 'react';
import { Link, useNavigate, useParams } from 'react-router';
import { ApiError } from '../api/api-error.ts';
import { EventDetailsView } from '../deliveries/event-details.tsx';
import { Story } from '../deliveries/event-page.tsx';
import { OwnReasons } from '../deliveries/event-timeline.tsx';
import { ConfirmButton } from '../parts/confirm.tsx';
import { Empty } from '../parts/empty.tsx';
import { Fault } from '../parts/fault.tsx';
import { Page } from '../parts/page.tsx';
import { Loading, QueryView } from '../parts/query-view.tsx';
import { reasonInWords } from '../texts/common.ts';
import { deadLetterTexts } from '../texts/dead-letters.ts';
import { type DeadLetterDetails, purgeOne, readDeadLetter, resend } from './dead-letters-api.ts';

const EditAndResend = lazy(() => import('./edit-and-resend.tsx'));

const words = deadLetterTexts.one;

/** One dead letter: why it was not delivered, and what can be done about it. */
export default function DeadLetterPage() {
  const { id = '' } = useParams();
  const letter = useQuery({
    queryKey: ['dead-letter', id],
    queryFn: ({ signal }) => readDeadLetter(id, signal),
  });
  if (letter.error instanceof ApiError && letter.error.status === 404) {
    return (
      <Page title={words.missingTitle}>
        <Empty
          icon={<IconMapQuestion />}
          title={letter.error.message}
          action={
            <Group gap="xs">
              <Button component={Link} to="/dead-letters" variant="default" size="xs">
                {words.toList}
              </Button>
              <Button component={Link} to={`/deliveries/${id}`} variant="default" size="xs">
                {words.toEvent}
              </Button>
            </Group>
          }
        />
      </Page>
    );
  }
  return (
    <QueryView query={letter} lines={8}>
      {(data) => <Letter key={data.id} letter={data} />}
    </QueryView>
  );
}

interface Wish {
  /** The edited event; absent: as it is. */
  readonly event?: Record<string, unknown>;
  readonly force: boolean;
}

function Letter({ letter }: { readonly letter: DeadLetterDetails }) {
  const { id } = letter;
  const queries = useQueryClient();
  const navigate = useNavigate();
  const [isEditing, setEditing] = useState(false);
  const isGone = letter.connector_name === null;

  const forget = () => queries.removeQueries({ queryKey: ['dead-letter', id] });
  const sending = useMutation({
    mutationFn: (wish: Wish) => resend(id, { event: wish.event, force: wish.force }),
    onSuccess: async (newId) => {
      notifications.show({ message: words.sent(newId) });
      await navigate(`/deliveries/${newId}`);
      forget();
    },
  });
  const purge = async () => {
    await purgeOne(id);
    notifications.show({ message: words.purged });
    await navigate('/dead-letters');
    forget();
  };
  const wish = sending.variables;
  const isOutdated = sending.error instanceof ApiError && sending.error.status === 409 && !isGone;

  return (
    <Page
      title={words.title(id)}
      about={<Story event={letter} />}
      actions={
        <>
          {!isEditing && (
            <Button size="xs" disabled={isGone} onClick={() => setEditing(true)}>
              {words.edit}
            </Button>
          )}
          <Button
            size="xs"
            variant="default"
            disabled={isGone}
            loading={sending.isPending && wish?.event === undefined}
            onClick={() => sending.mutate({ force: false })}
          >
            {words.resend}
          </Button>
          <ConfirmButton
            label={words.purge}
            title={words.purgeTitle}
            question={words.purgeQuestion}
            confirm={words.purgeConfirm}
            onConfirm={purge}
          />
        </>
      }
    >
      {isGone && (
        <Alert color="yellow" variant="light">
          {words.connectorGone}
        </Alert>
      )}
      {isOutdated && wish !== undefined ? (
        <Alert color="yellow" variant="light" title={words.outdatedTitle} role="alert">
          <Stack gap="xs" align="flex-start">
            <Text size="sm" className="from-outside">
              {sending.error?.message}
            </Text>
            <Text size="sm">{deadLetterTexts.anywayHint}</Text>
            <Button
              size="xs"
              variant="default"
              loading={sending.isPending}
              onClick={() => sending.mutate({ ...wish, force: true })}
            >
              {deadLetterTexts.anyway}
            </Button>
          </Stack>
        </Alert>
      ) : (
        <Fault error={sending.error} />
      )}
      <Alert color="red" variant="light" title={words.why}>
        <Stack gap={4}>
          <Text size="sm">{reasonInWords(letter.reason ?? '')}</Text>
          {letter.message !== null && (
            <Text size="sm" className="from-outside">
              {letter.message}
            </Text>
          )}
          <OwnReasons errors={letter.errors} />
        </Stack>
      </Alert>
      {isEditing && (
        <Suspense fallback={<Loading lines={4} />}>
          <EditAndResend
            letter={letter}
            isBusy={sending.isPending && wish?.event !== undefined}
            onSend={(event) => sending.mutate({ event, force: false })}
            onCancel={() => setEditing(false)}
          />
        </Suspense>
      )}
      <EventDetailsView event={letter} />
    </Page>
  );
}
