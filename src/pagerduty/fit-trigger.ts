import { given, type TriggerEvent } from './event.ts';
import type { Bulk } from './fit-body.ts';
import { copyNoting } from './fit-details.ts';
import { fitImages, fitLinks } from './fit-links.ts';
import { fitPayload } from './fit-payload.ts';
import type { FitDefaults, FitResult } from './fit-result.ts';
import { fitIntoRoom } from './fit-room.ts';
import { fitSeverity } from './fit-severity.ts';
import { fitText, type Note } from './fit-text.ts';

/**
 * A trigger made to fit.
 *
 * @param loose its fields, without routing key, action and dedup key.
 * @param notes of the steps before.
 */
export function fitTrigger(
  loose: Record<string, unknown>,
  dedupKey: string,
  defaults: FitDefaults,
  notes: readonly string[],
): FitResult<TriggerEvent> {
  const all = [...notes];
  const note: Note = (sentence) => all.push(sentence);
  const { payload, links, images, client, client_url, ...unknownFields } = loose;
  const fitted = fitPayload(payload, defaults, note);
  const { severity, component, group, class: kind, ...unknownOfPayload } = fitted.rest;
  const known = {
    summary: fitted.summary,
    source: fitted.source,
    severity: fitSeverity(severity, defaults.severity, note),
    ...given('timestamp', fitted.timestamp),
    ...given('component', fitText('component', component, note)),
    ...given('group', fitText('group', group, note)),
    ...given('class', fitText('class', kind, note)),
  };
  const payloadExtra = copyNoting('payload', unknownOfPayload, note);
  const end = {
    ...given('client', fitText('client', client, note) ?? defaults.client),
    ...given('client_url', fitText('client_url', client_url, note) ?? defaults.clientUrl),
    ...copyNoting('event', unknownFields, note),
  };
  const build = (bulk: Bulk): TriggerEvent => ({
    event_action: 'trigger',
    dedup_key: dedupKey,
    payload: {
      ...known,
      ...(bulk.customDetails !== undefined && { custom_details: bulk.customDetails }),
      ...payloadExtra,
    },
    ...(bulk.links !== undefined && { links: bulk.links }),
    ...(bulk.images !== undefined && { images: bulk.images }),
    ...end,
  });
  const bulk = {
    customDetails: fitted.customDetails,
    links: fitLinks(links, note),
    images: fitImages(images, note),
  };
  return fitIntoRoom(bulk, build, fitted.cut, all, defaults.isSmall ?? false);
}
