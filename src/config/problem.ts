import { Refusal } from '../refusal.ts';
import type { Place } from './sources/given-value.ts';

/** One thing that is wrong with the settings. */
export interface SettingsProblem {
  /** The setting, or the unknown key, that it is about; undefined where it is about a file as a whole. */
  readonly key: string | undefined;
  /** The refused value as shown to people, masked if it is secret; undefined where none was given. */
  readonly value: string | undefined;
  /** The whole line for people: key, place, value, and what would be right. */
  readonly message: string;
  /** "tocsin.yml line 3", "TOCSIN_SERVER_PORT", "--port", or the name of a file. */
  readonly where: string;
}

/** More lines than this help no one: the file is most likely not a settings file. */
const maxLines = 50;

/** Every problem of the settings at once; its message has one line a problem. */
export class SettingsError extends Refusal {
  readonly problems: readonly SettingsProblem[];

  constructor(problems: readonly SettingsProblem[]) {
    const lines = problems.slice(0, maxLines).map((problem) => problem.message);
    if (problems.length > maxLines) lines.push(`… and ${problems.length - maxLines} more problems`);
    super('invalid', lines.join('\n'));
    this.problems = problems;
  }
}

const mask = '********';
const maxShown = 100;

/** Shows a value on one line; a secret is masked, a collection only named. Undefined where there is none. */
export function showValue(value: unknown, secret: boolean): string | undefined {
  if (value === undefined || value === null || value === '') return undefined;
  if (secret) return mask;
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'a group of keys';
  return typeof value === 'string' ? JSON.stringify(shorten(hideSecrets(value))) : String(value);
}

/** Shows a setting in force; a secret is masked. */
export function showEffective(value: unknown, secret: boolean, otherwise = 'not set'): string {
  if (value === undefined) return `(${otherwise})`;
  if (typeof value === 'object' && value !== null && Object.keys(value).length === 0) return '(none)';
  if (secret) return mask;
  if (Array.isArray(value)) return value.map((item) => showEffective(item, false)).join(', ');
  return typeof value === 'object' ? JSON.stringify(value) : hideSecrets(String(value));
}

/** What stands before the host in "https://me:pass@host" and "me:pass@host"; a bare password may hold any sign. */
const userInfo = /^(?:([a-z][a-z0-9+.-]*:\/\/)|(?=[^/]*:)).*@/is;

/** What slips into settings that hold no secret: the user and password of an address, the text of a key file. */
function hideSecrets(text: string): string {
  return text.includes('-----BEGIN') ? mask : text.replace(userInfo, `$1${mask}@`);
}

/** Keeps a line readable, whatever length the text has. */
export function shorten(text: string): string {
  return text.length <= maxShown ? text : `${text.slice(0, maxShown)}…`;
}

/** A problem with the value that a setting was given, or with one entry of its list, counted from 1, or a part of that. */
export function valueProblem(
  key: string,
  place: Place,
  value: string | undefined,
  rule: string,
  entry?: number,
  part = '',
): SettingsProblem {
  const what = value === undefined ? 'has no value' : `is ${value}`;
  const which = entry === undefined ? '' : `, entry ${entry},${part === '' ? '' : ` ${part}`}`;
  return { key, value, message: `${key} (${place.long})${which} ${what}: ${rule}`, where: place.long };
}
