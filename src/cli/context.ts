import type { Origins } from '../config/check-together.ts';
import { loadSettings, type SettingsInput } from '../config/load-settings.ts';
import type { LoadedSettings } from '../config/loaded-settings.ts';
import type { SettingsProblem } from '../config/problem.ts';
import type { Settings } from '../config/settings.ts';
import { checkPreconfigured } from './preconfigured.ts';
import { checkPreconfiguredSecrets } from './preconfigured-secrets.ts';
import { checkRuleFiles } from './rule-files.ts';

/** What every command is given. */
export interface CommandContext {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The folder that relative paths start from. */
  readonly cwd: string;
  /** Prints a line for people or pipes. */
  readonly print: (line: string) => void;
  /** Prints a line that is no result: progress, explanations, warnings. */
  readonly note: (line: string) => void;
}

/** The options that name where settings and data are. */
export interface SettingsFlags {
  readonly config?: string;
  readonly data?: string;
  readonly host?: string;
  readonly port?: string;
}

/** Reads the settings as the given flags, the environment and `tocsin.yml` have them. */
export function settingsFor(context: CommandContext, flags: SettingsFlags): Promise<LoadedSettings> {
  return load(context, flags, checkBrought);
}

/** The same for what has to do with rules: a mistake in a file of rules is one in the settings too. */
export function settingsAndRulesFor(context: CommandContext, flags: SettingsFlags): Promise<LoadedSettings> {
  return load(context, flags, (settings, origins, ruleFiles) => [
    ...checkBrought(settings, origins),
    ...checkRuleFiles(settings, ruleFiles),
  ]);
}

function checkBrought(settings: Settings, origins: Origins): SettingsProblem[] {
  return [...checkPreconfigured(settings, origins), ...checkPreconfiguredSecrets(settings, origins)];
}

function load(
  context: CommandContext,
  flags: SettingsFlags,
  check: NonNullable<SettingsInput['check']>,
): Promise<LoadedSettings> {
  const { config, data, host, port } = flags;
  return loadSettings({
    flags: {
      ...(config !== undefined && { config }),
      ...(data !== undefined && { data }),
      ...(host !== undefined && { 'server.host': host }),
      ...(port !== undefined && { 'server.port': port }),
    },
    env: context.env,
    cwd: context.cwd,
    check,
  });
}
