import { Alert, Anchor, List, Stack, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { z } from 'zod';
import { JsonBlock } from '../parts/code-block.tsx';
import { Facts } from '../parts/facts.tsx';
import { Moment } from '../parts/moment.tsx';
import { OutsideLink } from '../parts/outside-link.tsx';
import { Section } from '../parts/section.tsx';
import { IncidentBadge, StateBadge } from '../parts/state-badge.tsx';
import { deliveryTexts } from '../texts/deliveries.ts';
import { listTexts, sourceInWords } from '../texts/lists.ts';
import { SaysBadge } from './event-row.tsx';
import { EventTimeline } from './event-timeline.tsx';
import type { EventDetails } from './story-of.ts';

const words = deliveryTexts.event;
const links = z.array(z.object({ href: z.string(), text: z.string().optional() })).catch([]);

export function EventLink({ id }: { readonly id: string }) {
  return (
    <Anchor component={Link} to={`/deliveries/${id}`} inherit underline="always">
      {words.eventLink(id)}
    </Anchor>
  );
}

const commaed = (ids: readonly string[]): ReactNode =>
  ids.map((id, i) => (
    <span key={id}>
      {i > 0 && ', '}
      <EventLink id={id} />
    </span>
  ));

function factsOf(event: EventDetails): (readonly [string, ReactNode])[] {
  const { connector_id, connector_name, dedup_key } = event;
  const facts: (readonly [string, ReactNode])[] = [
    [deliveryTexts.state, <StateBadge key="state" state={event.state} />],
    [deliveryTexts.columns.says, <SaysBadge key="says" event={event} />],
    [words.accepted, <Moment key="accepted" at={event.accepted_at} />],
    [
      words.connector,
      connector_name === null ? (
        listTexts.gone(connector_id)
      ) : (
        <Anchor
          key="connector"
          component={Link}
          to={`/connectors/${encodeURIComponent(connector_id)}`}
          inherit
        >
          {connector_name}
        </Anchor>
      ),
    ],
    [words.source, sourceInWords(event.source)],
  ];
  if (dedup_key !== null) {
    const to = `/deliveries?${new URLSearchParams({ dedup_key })}`;
    facts.push([
      words.dedupKey,
      <Anchor key="key" component={Link} to={to} inherit>
        {dedup_key}
      </Anchor>,
    ]);
  }
  if (event.superseded_by !== null)
    facts.push([words.supersededBy, <EventLink key="by" id={event.superseded_by} />]);
  if (event.resend_of !== null) facts.push([words.resendOf, <EventLink key="of" id={event.resend_of} />]);
  if (event.resent_as.length > 0) facts.push([words.resentAs, commaed(event.resent_as)]);
  return facts;
}

/** All that is known of an event: shared by its own page and that of a dead letter. */
export function EventDetailsView({ event }: { readonly event: EventDetails }) {
  // The key is struck out of it anyway; that it is added later is said in words.
  const { routing_key: _key, ...body } = event.body;
  const outside = links.parse(body.links);
  return (
    <Stack gap="xl">
      <Section title={words.what}>
        {event.summary !== null && (
          <Text className="from-outside" fw={500}>
            {event.summary}
          </Text>
        )}
        <Facts facts={factsOf(event)} />
        {event.merged > 0 && <Text size="sm">{deliveryTexts.merged(event.merged)}</Text>}
        {event.incident !== null && (
          <Alert
            variant="light"
            color="gray"
            title={
              <>
                {words.incident} <IncidentBadge state={event.incident.state} />
              </>
            }
          >
            {event.incident.state === 'open' ? words.incidentOpen : words.incidentMaybe}{' '}
            <Anchor
              component={Link}
              to={`/incidents?${new URLSearchParams({ dedup_key: event.incident.dedup_key })}`}
              inherit
              underline="always"
            >
              {words.toIncident}
            </Anchor>
          </Alert>
        )}
      </Section>
      <Section title={words.timeline}>
        <EventTimeline event={event} />
      </Section>
      <Section title={event.attempts > 0 ? words.bodySent : words.body}>
        <Text size="sm" c="dimmed">
          {words.bodyHint}
        </Text>
        <JsonBlock value={body} label={words.bodyLabel} />
        {outside.length > 0 && (
          <Text size="sm" component="div">
            {words.links}:{' '}
            <List size="sm" aria-label={words.links}>
              {[...new Map(outside.map((link) => [`${link.href} ${link.text}`, link]))].map(([key, link]) => (
                <List.Item key={key}>
                  <OutsideLink href={link.href} text={link.text} />
                </List.Item>
              ))}
            </List>
          </Text>
        )}
      </Section>
      {event.notes.length > 0 && (
        <Section title={words.notes}>
          <List size="sm">
            {[...new Set(event.notes)].map((note) => (
              <List.Item key={note} className="from-outside">
                {note}
              </List.Item>
            ))}
          </List>
        </Section>
      )}
    </Stack>
  );
}
