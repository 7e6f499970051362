import { Anchor, Text, Timeline } from '@mantine/core';
import { Link } from 'react-router';
import { Moment } from '../parts/moment.tsx';
import { alertTexts } from '../texts/alerts.ts';
import { deliveryTexts } from '../texts/deliveries.ts';
import type { Occurrence, StoryPoint } from './story-points.ts';

const words = alertTexts.story;
const colours = { alert: 'red', good: 'green', bad: 'orange', plain: 'indigo', waiting: 'gray' } as const;

/** One time that an alert was active, on one line. */
export function StoryTimeline({ occurrence: { points } }: { readonly occurrence: Occurrence }) {
  const begin = points[0]?.at ?? null;
  return (
    <Timeline bulletSize={16} lineWidth={2} active={points.filter(({ at }) => at !== null).length - 1}>
      {points.map((point, i) => (
        <Timeline.Item
          key={point.key}
          color={colours[point.tone]}
          title={point.title}
          lineVariant={points[i + 1]?.at === null ? 'dashed' : 'solid'}
          data-tone={point.tone}
        >
          <Story point={point} begin={begin} isFirst={i === 0} />
        </Timeline.Item>
      ))}
    </Timeline>
  );
}

function Story({
  point: { at, details, eventId },
  begin,
  isFirst,
}: {
  readonly point: StoryPoint;
  readonly begin: number | null;
  readonly isFirst: boolean;
}) {
  return (
    <>
      {at !== null && (
        <Text size="sm" c="dimmed" component="div">
          <Moment at={new Date(at).toISOString()} />
          {!isFirst && begin !== null && ` · ${words.later(Math.max(0, at - begin))}`}
          {eventId !== undefined && (
            <>
              {' · '}
              <Anchor component={Link} to={`/deliveries/${eventId}`} inherit underline="always">
                {deliveryTexts.event.eventLink(eventId)}
              </Anchor>
            </>
          )}
        </Text>
      )}
      {details.map((detail) => (
        <Text key={detail} size="sm" className="from-outside">
          {detail}
        </Text>
      ))}
    </>
  );
}
