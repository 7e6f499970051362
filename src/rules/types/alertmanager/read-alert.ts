import { z } from 'zod';
import { Refusal } from '../../../refusal.ts';
import { alertName } from './alert-name.ts';
import { bounded, type LabelSet } from './label-set.ts';
import type { Notification, Teller, Told, ToldAlert } from './told-alert.ts';

/** Alerts that one body may speak of. */
const mostAlerts = 10_000;
/** Of a text beside labels and annotations, such as a URL; what is longer is left out. */
const longestText = 4096;

/** What is wrong with one alert; the others of the body are taken all the same. */
class Fault extends Error {}

const record = z.custom<object>(
  (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
);
const optional = <Type extends z.ZodType>(type: Type) =>
  type.nullish().transform((value) => value ?? undefined);
const text = optional(z.string());
const alertSchema = z.object({
  labels: record,
  annotations: record.nullish(),
  startsAt: text,
  endsAt: text,
  generatorURL: text,
  status: text,
  fingerprint: text,
});

const wordOf = (value: unknown) => (value === null ? 'null' : Array.isArray(value) ? 'a list' : typeof value);
/** What somebody wrote, as far as a person may want to read it. */
const shown = (value: string) => JSON.stringify(value.length > 80 ? `${value.slice(0, 80)}…` : value);

/** Reads labels or annotations; those without a value count as not there, as in Prometheus. */
export function readLabels(object: object, where: string): LabelSet {
  return Object.entries(object).flatMap(([name, value]: [string, unknown]) => {
    if (typeof value !== 'string') {
      throw new Fault(`${where}.${shown(name)} must be a string, not ${wordOf(value)}`);
    }
    if (name === '') throw new Fault(`${where} has a name that is empty`);
    return value === '' ? [] : [[name.toWellFormed(), value.toWellFormed()] as const];
  });
}

/** Go's zero time, by which Alertmanager says that there is none. */
const isZero = (value: string) => value.startsWith('0001-01-01T00:00:00');

function readTime(value: string | null | undefined, name: string): number | undefined {
  if (value === undefined || value === null || value === '' || isZero(value)) return undefined;
  const time = /^\d{4}-\d\d-\d\d[Tt ]/.test(value) ? Date.parse(value) : Number.NaN;
  if (Number.isNaN(time)) {
    throw new Fault(`${name} ${shown(value)} is no time; write it as "2026-05-06T10:00:00Z"`);
  }
  return time;
}

/** A text that may be left out when it is too long. */
export const shortText = (value: string | null | undefined) =>
  value === undefined || value === null || value === '' || value.length > longestText
    ? undefined
    : value.toWellFormed();

function readAlert(item: unknown, by: Teller, notification: Notification): ToldAlert {
  const parsed = alertSchema.safeParse(item);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const name = issue?.path.join('.') ?? '';
    if (name === '') throw new Fault(`it must be an object, not ${wordOf(item)}`);
    throw new Fault(name === 'labels' ? 'labels must be an object' : `${name} can not be read`);
  }
  const { data } = parsed;
  const labels = readLabels(data.labels, 'labels');
  if (labels.length === 0) throw new Fault('at least one label with a value is needed');
  const startsAt = readTime(data.startsAt, 'startsAt');
  const isFiring = by === 'webhook' && data.status === 'firing';
  const endsAt = isFiring ? undefined : readTime(data.endsAt, 'endsAt');
  // What the webhook calls resolved may have been ended by a clock other than the one it began by.
  if (by === 'push' && startsAt !== undefined && endsAt !== undefined && endsAt < startsAt) {
    throw new Fault(`endsAt ${data.endsAt} lies before startsAt ${data.startsAt}`);
  }
  return {
    ...notification,
    by,
    key: alertName(labels),
    labels: bounded(labels),
    annotations: bounded(readLabels(data.annotations ?? {}, 'annotations')),
    startsAt,
    endsAt,
    isResolved: by === 'webhook' && data.status === 'resolved',
    generatorURL: shortText(data.generatorURL),
    fingerprint: shortText(data.fingerprint),
  };
}

/**
 * Reads the alerts of a body, one by one: those that can not be used become faults and keep nobody else from paging.
 *
 * @throws `Refusal`: there are too many.
 */
export function readAlerts(items: readonly unknown[], by: Teller, notification: Notification): Told {
  if (items.length > mostAlerts) {
    throw new Refusal(
      'invalid',
      `There are ${items.length} alerts in one body, and ${mostAlerts} are the most. Nothing was taken: send fewer at once.`,
    );
  }
  const alerts: ToldAlert[] = [];
  const faults: string[] = [];
  items.forEach((item, index) => {
    try {
      alerts.push(readAlert(item, by, notification));
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
      faults.push(`alert ${index + 1} of ${items.length}: ${error.message}`);
    }
  });
  return { alerts, faults };
}
