import { secretName } from '../api/secret-name.ts';
import { type SecretBody, secretBody } from '../api/secrets.ts';
import type { Origins } from '../config/check-together.ts';
import { partProblem } from '../config/part-problem.ts';
import type { SettingsProblem } from '../config/problem.ts';
import type { Settings } from '../config/settings.ts';
import { isSecretOfSecret } from '../config/values/preconfigured-secrets.ts';
import type { SourceSecrets } from '../rules/secrets/source-secrets.ts';
import type { Log } from '../telemetry/log.ts';

/** The secrets of rules that the settings bring, by name; those that are wrong are left out. */
export function preconfiguredSecretsOf({ rules }: Settings): ReadonlyMap<string, SecretBody> {
  const secrets = new Map<string, SecretBody>();
  for (const [name, raw] of Object.entries(rules.secrets.preconfigured)) {
    const { data } = secretBody.safeParse(raw);
    if (data !== undefined && secretName.safeParse(name).success) secrets.set(name, data);
  }
  return secrets;
}

/** What is wrong with them, for whoever reads the settings. */
export function checkPreconfiguredSecrets({ rules }: Settings, origins: Origins): SettingsProblem[] {
  const secrets = rules.secrets.preconfigured;
  const problem = (path: readonly string[], rule: string) =>
    partProblem(
      { key: 'rules.secrets.preconfigured', isSecretPart: isSecretOfSecret },
      secrets,
      path,
      rule,
      origins,
    );
  return Object.entries(secrets).flatMap(([name, raw]) => {
    const named = secretName.safeParse(name);
    if (!named.success) return [problem([name], named.error.issues[0]?.message ?? '')];
    return (secretBody.safeParse(raw).error?.issues ?? []).flatMap((issue) => {
      const path = [name, ...issue.path.map(String)];
      if (issue.code === 'unrecognized_keys')
        return issue.keys.map((key) => problem([...path, key], 'there is no such key'));
      return [problem(path, issue.message)];
    });
  });
}

/** Tells of secrets of the settings that can not be used now, such as for a file that is not there. */
export async function tellUnusableSecrets(
  secrets: Pick<SourceSecrets, 'credentialsOf'>,
  names: Iterable<string>,
  log: Log,
): Promise<void> {
  for (const name of names) {
    await secrets.credentialsOf(name).catch((error: unknown) => {
      log.warn({}, error instanceof Error ? error.message : String(error));
    });
  }
}
