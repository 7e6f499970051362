import type { Severity } from './event.ts';
import type { Note } from './fit-text.ts';
import { quoted } from './wording.ts';

/** What other tools call it. */
const severityOf: ReadonlyMap<string, Severity> = new Map<string, Severity>([
  ...(['critical', 'error', 'warning', 'info'] as const).map((name) => [name, name] as const),
  ...aliases('critical', 'crit', 'fatal', 'emergency', 'alert', 'major'),
  ...aliases('error', 'err', 'minor'),
  ...aliases('warning', 'warn'),
  ...aliases('info', 'information', 'notice', 'ok', 'debug'),
]);

function aliases(severity: Severity, ...names: string[]): [string, Severity][] {
  return names.map((name) => [name, severity]);
}

/** The severity that other tools mean by a name, in whatever case; `undefined`: nobody knows it. */
export function severityNamed(name: string): Severity | undefined {
  return severityOf.get(name.trim().toLowerCase());
}

/**
 * One of PagerDuty's four severities: lower-cased, other tools' names mapped, and `error` for a name that nobody
 * knows, because too loud is better than lost. One that is absent or blank is `fallback`.
 */
export function fitSeverity(value: unknown, fallback: Severity, note: Note): Severity {
  if (value === undefined || value === null || (typeof value === 'string' && value.trim() === '')) {
    note(`severity filled in as ${fallback}: the event had none`);
    return fallback;
  }
  const text = typeof value === 'string' ? value : typeof value === 'object' ? 'an object' : String(value);
  const severity = severityNamed(text) ?? 'error';
  if (severity !== value) note(`severity ${quoted(text)} sent as ${severity}`);
  return severity;
}
