import { findKey } from '../known-settings.ts';
import { type SettingsProblem, shorten } from '../problem.ts';
import { type GivenValue, splitText } from './given-value.ts';

/** The options of a command line: dotted key to text, and `config`, which names the settings file. */
export type Flags = Readonly<Record<string, string | undefined>>;

/** Reads the options of a command line; those that are undefined were not given. */
export function readFlags(flags: Flags): { given: GivenValue[]; problems: SettingsProblem[] } {
  const given: GivenValue[] = [];
  const problems: SettingsProblem[] = [];
  for (const [key, text] of Object.entries(flags)) {
    if (text === undefined || key === 'config') continue;
    const known = findKey(key);
    if (known.kind === 'setting') {
      const { definition } = known;
      const name = definition.flag ?? `--${key}`;
      given.push({
        definition,
        source: 'flag',
        raw: splitText(definition, text),
        place: { short: name, long: name },
      });
    } else {
      const hint = known.kind === 'unknown' ? `: ${known.hint}` : '';
      const shown = shorten(key);
      problems.push({
        key: shown,
        value: undefined,
        message: `unknown setting ${JSON.stringify(shown)} on the command line${hint}`,
        where: `--${shown}`,
      });
    }
  }
  return { given, problems };
}
