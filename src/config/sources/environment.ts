import { findVariable, hintAtVariable } from '../known-settings.ts';
import { type SettingsProblem, shorten } from '../problem.ts';
import { type GivenValue, splitText } from './given-value.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

/** Variables that Tocsin reads elsewhere; they are no settings. */
const reserved = [
  'TOCSIN_CONFIG',
  'TOCSIN_URL',
  'TOCSIN_API_KEY',
  'TOCSIN_ADMIN_PASSWORD',
  'TOCSIN_ROUTING_KEY',
];

/**
 * What Kubernetes puts into every pod beside a Service called "tocsin" or "tocsin-<more>", in the manner of Docker
 * links. `TOCSIN_SERVER_PORT` is also what it makes of "tocsin-server": there the value tells.
 */
const fromKubernetes =
  /^TOCSIN_(PORT(_.*)?|SERVICE_.*|\w+_SERVICE_(HOST|PORT(_\w+)?)|\w+_PORT_\d+_(TCP|UDP|SCTP)(_\w+)?)$/;
const serviceAddress = /^(tcp|udp|sctp):\/\//;

/**
 * Reads the variables that begin with `TOCSIN_`; one that is neither known nor reserved nor `named` in the settings file
 * is a problem.
 */
export function readEnvironment(
  environment: Environment,
  named: ReadonlySet<string> = new Set(),
): {
  given: GivenValue[];
  problems: SettingsProblem[];
} {
  const given: GivenValue[] = [];
  const problems: SettingsProblem[] = [];
  for (const [name, text] of Object.entries(environment).toSorted(([a], [b]) => (a < b ? -1 : 1))) {
    if (text === undefined || !name.startsWith('TOCSIN_') || reserved.includes(name)) continue;
    if (isFromKubernetes(name, text)) continue;
    const definition = findVariable(name);
    if (definition === undefined && named.has(name)) continue;
    if (definition !== undefined) {
      const raw = splitText(definition, text);
      given.push({ definition, source: 'environment', raw, place: { short: name, long: name } });
    } else {
      const shown = shorten(name);
      problems.push({
        key: shown,
        value: undefined,
        message: `unknown environment variable ${shown}: ${hintAtVariable(shown, reserved)}`,
        where: shown,
      });
    }
  }
  return { given, problems };
}

function isFromKubernetes(name: string, text: string): boolean {
  return fromKubernetes.test(name) || (name.endsWith('_PORT') && serviceAddress.test(text));
}
