import { type ChangeEvent, given } from './event.ts';
import type { Bulk } from './fit-body.ts';
import { copyNoting } from './fit-details.ts';
import { fitLinks } from './fit-links.ts';
import { fitPayload } from './fit-payload.ts';
import { type FitDefaults, type FitResult, unrecognizedEvent } from './fit-result.ts';
import { fitIntoRoom } from './fit-room.ts';
import type { Note } from './fit-text.ts';
import { isJsonObject } from './json-value.ts';

/** `fitEvent` for a change event, which has no action, no dedup key and no severity. Other fields stay as they came. */
export function fitChangeEvent(
  loose: unknown,
  defaults: Pick<FitDefaults, 'source' | 'timestamp' | 'isSmall'>,
): FitResult<ChangeEvent> {
  if (!isJsonObject(loose)) return unrecognizedEvent();
  const notes: string[] = [];
  const note: Note = (sentence) => notes.push(sentence);
  const { routing_key: _notKept, payload, links, ...unknownFields } = loose;
  const fitted = fitPayload(payload, defaults, note);
  const payloadExtra = copyNoting('payload', fitted.rest, note);
  const end = copyNoting('event', unknownFields, note);
  const build = (bulk: Bulk): ChangeEvent => ({
    payload: {
      summary: fitted.summary,
      source: fitted.source,
      ...given('timestamp', fitted.timestamp),
      ...(bulk.customDetails !== undefined && { custom_details: bulk.customDetails }),
      ...payloadExtra,
    },
    ...(bulk.links !== undefined && { links: bulk.links }),
    ...end,
  });
  return fitIntoRoom(
    { customDetails: fitted.customDetails, links: fitLinks(links, note) },
    build,
    fitted.cut,
    notes,
    defaults.isSmall ?? false,
  );
}
