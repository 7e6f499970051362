import { Button, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconMapQuestion } from '@tabler/icons-react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useParams } from 'react-router';
import { ApiError } from '../api/api-error.ts';
import { ConfirmButton } from '../parts/confirm.tsx';
import { Empty } from '../parts/empty.tsx';
import { useNow } from '../parts/moment.tsx';
import { Page } from '../parts/page.tsx';
import { QueryView } from '../parts/query-view.tsx';
import { deliveryTexts } from '../texts/deliveries.ts';
import { EventDetailsView } from './event-details.tsx';
import { cancelEvent, readEvent, readStatus } from './events-api.ts';
import { type EventDetails, storyOf } from './story-of.ts';

const words = deliveryTexts.event;

/** One event: what happened to it, in a sentence, in steps, and in full. Live. */
export default function EventPage() {
  const { id = '' } = useParams();
  const event = useQuery({
    queryKey: ['event', id],
    queryFn: ({ signal }) => readEvent(id, signal),
    meta: { live: true },
  });
  if (event.error instanceof ApiError && event.error.status === 404) {
    return (
      <Page title={words.missingTitle}>
        <Empty
          icon={<IconMapQuestion />}
          title={words.missing(id)}
          action={
            <Button component={Link} to="/deliveries" variant="default" size="xs">
              {words.toList}
            </Button>
          }
        />
      </Page>
    );
  }
  return (
    <Page
      title={words.title(id)}
      about={event.data && <Story event={event.data} />}
      actions={event.data && <EventActions event={event.data} />}
    >
      <QueryView query={event} lines={8}>
        {(data) => <EventDetailsView event={data} />}
      </QueryView>
    </Page>
  );
}

/** What has become of the event, in a sentence. What holds it back is asked for while it waits. */
export function Story({ event }: { readonly event: EventDetails }) {
  return event.state === 'waiting' ? (
    <WaitingStory event={event} />
  ) : (
    <Text component="span" inherit role="status">
      {storyOf(event, undefined, Date.now())}
    </Text>
  );
}

function WaitingStory({ event }: { readonly event: EventDetails }) {
  const status = useQuery({
    queryKey: ['delivery-status', 'of an event'],
    queryFn: ({ signal }) => readStatus(signal),
    meta: { live: true },
    refetchInterval: 5000,
  });
  return storyOf(event, status.data, useNow());
}

function EventActions({ event }: { readonly event: EventDetails }) {
  const queries = useQueryClient();
  if (event.state === 'dead' && event.resent_as.length === 0) {
    return (
      <Button component={Link} to={`/dead-letters/${event.id}`} size="xs" variant="default">
        {words.toDeadLetter}
      </Button>
    );
  }
  if (event.state !== 'waiting') return null;
  const cancel = async () => {
    if (!(await cancelEvent(event.id))) throw new Error(words.notCancelled);
    notifications.show({ message: words.cancelled });
    await queries.invalidateQueries({ queryKey: ['event', event.id] });
  };
  return (
    <ConfirmButton
      label={words.cancel}
      title={words.cancelTitle}
      question={words.cancelQuestion}
      confirm={words.cancelConfirm}
      onConfirm={cancel}
    />
  );
}
