import type { Origins } from './check-together.ts';
import { type NetworkSection, networkSections } from './network-sections.ts';
import { type SettingsProblem, showValue, valueProblem } from './problem.ts';
import type { Settings } from './settings.ts';
import type { Environment } from './sources/environment.ts';
import { readProxyUrl } from './values/proxy-url.ts';

const variables = ['HTTPS_PROXY', 'https_proxy', 'HTTP_PROXY', 'http_proxy', 'ALL_PROXY', 'all_proxy'];

/** Finds what is wrong between the settings of the proxy, and with what the environment says of it. */
export function checkProxy(settings: Settings, origins: Origins, env: Environment): SettingsProblem[] {
  return networkSections(settings).flatMap((each) => checkSection(each, origins, env));
}

function checkSection(
  { section, network }: NetworkSection,
  origins: Origins,
  env: Environment,
): SettingsProblem[] {
  const problems: SettingsProblem[] = [];
  const [bypass, only] = [`${section}.proxyBypassHosts`, `${section}.proxyOnlyHosts`];
  if (network.proxyBypassHosts !== undefined && network.proxyOnlyHosts !== undefined) {
    const rule = `${bypass} is there too (${origins.placeOf(bypass).long}), and the two can not be used at the same time; keep one of them`;
    const value = showValue(network.proxyOnlyHosts, false);
    problems.push(valueProblem(only, origins.placeOf(only), value, rule));
  }
  if (!network.proxyFromEnvironment) return problems;
  const [url, environment] = [`${section}.proxyUrl`, `${section}.proxyFromEnvironment`];
  if (network.proxyUrl !== undefined) {
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
