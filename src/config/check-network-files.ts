import type { Origins } from './check-together.ts';
import { type NetworkSection, networkSections } from './network-sections.ts';
import { type SettingsProblem, showValue, valueProblem } from './problem.ts';
import type { Settings } from './settings.ts';
import type { ReadFile } from './sources/settings-file.ts';
import { loadFile, readAuthorities, readCertificate, readPrivateKeyWith } from './tls-files.ts';

type Host = NetworkSection['network']['customHostSettings'][number];

/** Reads the files by which other servers are believed, and those that are shown to them. */
export async function checkNetworkFiles(
  settings: Settings,
  origins: Origins,
  readFile: ReadFile,
): Promise<SettingsProblem[]> {
  const found = networkSections(settings).map((each) => checkSection(each, origins, readFile));
  return (await Promise.all(found)).flat();
}

async function checkSection(
  { section, network }: NetworkSection,
  origins: Origins,
  readFile: ReadFile,
): Promise<SettingsProblem[]> {
  const proxyKey = `${section}.ssl.proxyCertificateAuthoritiesFiles`;
  const hostsKey = `${section}.customHostSettings`;
  const ofProxy = network.ssl.proxyCertificateAuthoritiesFiles.map(async (file, index) => {
    const read = await loadFile(file, readFile, readAuthorities);
    if (read.ok) return [];
    return [
      valueProblem(
        proxyKey,
        origins.placeOf(proxyKey, [index]),
        showValue(file, false),
        read.rule,
        index + 1,
      ),
    ];
  });
  const ofHosts = network.customHostSettings.map((host) => checkHost(host, hostsKey, origins, readFile));
  return (await Promise.all([...ofProxy, ...ofHosts])).flat();
}

async function checkHost(
  { index, ssl }: Host,
  hostsKey: string,
  origins: Origins,
  readFile: ReadFile,
): Promise<SettingsProblem[]> {
  const fail = (path: readonly string[], value: string | undefined, rule: string): SettingsProblem =>
    valueProblem(
      hostsKey,
      origins.placeOf(hostsKey, [index, ...path]),
      value,
      rule,
      index + 1,
      path.join('.'),
    );
  const problems: SettingsProblem[] = [];
  for (const [number, file] of ssl.certificateAuthoritiesFiles.entries()) {
    const read = await loadFile(file, readFile, readAuthorities);
    const path = ['ssl', 'certificateAuthoritiesFiles', String(number)];
    if (!read.ok) problems.push(fail(path.slice(0, 2), showValue(file, false), read.rule));
  }
  if (ssl.certificateAuthoritiesData !== undefined) {
    const read = readAuthorities(Buffer.from(ssl.certificateAuthoritiesData));
    if (!read.ok) problems.push(fail(['ssl', 'certificateAuthoritiesData'], '********', read.rule));
  }
  if (ssl.certificate === undefined || ssl.key === undefined) return problems;
  const certificate = await loadFile(ssl.certificate, readFile, readCertificate);
  const key = await loadFile(ssl.key, readFile, readPrivateKeyWith(ssl.keyPassphrase));
  if (!certificate.ok)
    problems.push(fail(['ssl', 'certificate'], showValue(ssl.certificate, false), certificate.rule));
  if (!key.ok) problems.push(fail(['ssl', 'key'], showValue(ssl.key, false), key.rule));
  if (certificate.ok && key.ok && !certificate.value.checkPrivateKey(key.value)) {
    const rule = `this key does not belong to the certificate in ${ssl.certificate}`;
    problems.push(fail(['ssl', 'key'], showValue(ssl.key, false), rule));
  }
  return problems;
}
