import type { Origins } from './check-together.ts';
import { type SettingsProblem, showValue, valueProblem } from './problem.ts';
import type { Settings } from './settings.ts';
import type { Environment } from './sources/environment.ts';
import { readProxyUrl } from './values/proxy-url.ts';

const variables = ['HTTPS_PROXY', 'https_proxy', 'HTTP_PROXY', 'http_proxy', 'ALL_PROXY', 'all_proxy'];

/** Finds what is wrong between the settings of the proxy, and with what the environment says of it. */
export function checkProxy({ actions }: Settings, origins: Origins, env: Environment): SettingsProblem[] {
  const problems: SettingsProblem[] = [];
  const [bypass, only] = ['actions.proxyBypassHosts', 'actions.proxyOnlyHosts'] as const;
  if (actions.proxyBypassHosts !== undefined && actions.proxyOnlyHosts !== undefined) {
    const rule = `${bypass} is there too (${origins.placeOf(bypass).long}), and the two can not be used at the same time; keep one of them`;
    const value = showValue(actions.proxyOnlyHosts, false);
    problems.push(valueProblem(only, origins.placeOf(only), value, rule));
  }
  if (!actions.proxyFromEnvironment) return problems;
  const [url, environment] = ['actions.proxyUrl', 'actions.proxyFromEnvironment'] as const;
  if (actions.proxyUrl !== undefined) {
    const rule = `${url} names a proxy too (${origins.placeOf(url).long}); keep one of them`;
    problems.push(valueProblem(environment, origins.placeOf(environment), 'true', rule));
  }
  for (const name of variables) {
    const value = env[name] ?? '';
    const read = readProxyUrl(value);
    if (value === '' || read.ok) continue;
    const rule = read.rule ?? 'use the http or https URL of a proxy, such as "http://proxy.example.com:3128"';
    problems.push(valueProblem(name, { short: name, long: environment }, showValue(value, false), rule));
  }
  return problems;
}
