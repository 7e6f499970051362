import { dirname, resolve } from 'node:path';
import type { Origins } from './check-together.ts';
import { preconfiguredProblem } from './preconfigured-problem.ts';
import type { SettingsProblem } from './problem.ts';
import { readSecretText } from './sources/read-secret-text.ts';
import type { ReadFile } from './sources/settings-file.ts';
import type { PreconfiguredEntry } from './values/preconfigured-connectors.ts';

export interface KeyFilesInput {
  readonly entries: Readonly<Record<string, PreconfiguredEntry>>;
  /** The folder that relative paths start from. */
  readonly folder: string;
  readonly origins: Pick<Origins, 'placeOf'>;
  readonly readFile: ReadFile;
}

/** Puts what `secrets.routingKeyFile` names in the place of `secrets.routingKey`: the text of the file, trimmed. */
export async function readKeyFiles({ entries, folder, origins, readFile }: KeyFilesInput): Promise<{
  readonly entries: Record<string, PreconfiguredEntry>;
  readonly problems: readonly SettingsProblem[];
}> {
  const problems: SettingsProblem[] = [];
  const read = Object.entries(entries).map(async ([id, entry]): Promise<[string, PreconfiguredEntry]> => {
    const { routingKeyFile: file, ...secrets } = entry.secrets;
    if (file === undefined) return [id, entry];
    const fail = (rule: string): [string, PreconfiguredEntry] => {
      problems.push(preconfiguredProblem(entries, [id, 'secrets', 'routingKeyFile'], rule, origins));
      return [id, { ...entry, secrets }];
    };
    if (typeof file !== 'string' || file === '') return fail('use the path of a file that holds the key');
    if (secrets.routingKey !== undefined) return fail('routingKey is there too; keep one of them');
    const text = await readSecretText(resolve(folder, file), readFile);
    return text.ok ? [id, { ...entry, secrets: { ...secrets, routingKey: text.value } }] : fail(text.rule);
  });
  return { entries: Object.fromEntries(await Promise.all(read)), problems };
}

/** The folder that paths in a value start from: that of the settings file where the value stands in it. */
export function folderOf(source: string | undefined, cwd: string, settingsFile: string | undefined): string {
  return source === 'file' && settingsFile !== undefined ? dirname(settingsFile) : cwd;
}
