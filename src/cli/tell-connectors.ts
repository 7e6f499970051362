import type { PreconfiguredConnector } from '../connectors/connector.ts';
import type { LeftBehind } from '../delivery/connector-edits.ts';
import type { Log } from '../telemetry/log.ts';
import { explainAttempts } from './explain-attempts.ts';
import type { LiveSettings } from './live-settings.ts';

/** Tells what of the settings has no effect, and what a limit of attempts means. */
export function tellStart({ loaded, settings, preconfigured }: LiveSettings, log: Log): void {
  for (const note of [...loaded.notes, ...preconfigured.notes]) log.warn({}, note);
  const attempts = explainAttempts(settings);
  if (attempts !== undefined) log.info({}, attempts);
}

/** How many connectors can be used, the sandbox's apart. */
export function connectorsReady(
  kept: readonly { readonly id: string; readonly secrets: unknown }[],
  preconfigured: readonly Pick<PreconfiguredConnector, 'id'>[],
): number {
  const ids = new Set(preconfigured.map(({ id }) => id));
  for (const { id, secrets } of kept) if (secrets !== null) ids.add(id);
  return ids.size;
}

/** Tells of connectors in the database that those of the settings hide. */
export function tellHidden(
  kept: readonly { readonly id: string }[],
  preconfigured: readonly Pick<PreconfiguredConnector, 'id'>[],
  log: Log,
): void {
  const ids = new Set(preconfigured.map(({ id }) => id));
  for (const { id } of kept) {
    if (!ids.has(id)) continue;
    log.warn(
      { connector: id },
      `two connectors have the id "${id}": the one of the settings counts and hides the one that was saved; give one of them another id`,
    );
  }
}

/** Tells of connectors that are not there any more, and of what they have left behind. */
export function tellLeft(left: ReadonlyMap<string, LeftBehind>, log: Log): void {
  for (const [id, { waiting, open }] of left) {
    if (waiting + open === 0) continue;
    log.warn(
      { connector: id, waiting, open },
      `the connector "${id}" is not in the settings any more: what waits (${waiting}) is still sent where it would have gone, and what may be open (${open}) stays so until somebody resolves it in PagerDuty, or here when the connector is back`,
    );
  }
}
