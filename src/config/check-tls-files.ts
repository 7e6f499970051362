import type { Origins } from './check-together.ts';
import { type SettingsProblem, showValue, valueProblem } from './problem.ts';
import type { Settings } from './settings.ts';
import type { ReadFile } from './sources/settings-file.ts';
import { loadFile, readCertificate, readPrivateKey } from './tls-files.ts';

/** Reads the files that `server.ssl` names: both hold what they should, and they belong together. */
export async function checkTlsFiles(
  { server: { ssl } }: Settings,
  origins: Origins,
  readFile: ReadFile,
): Promise<SettingsProblem[]> {
  const problem = (key: string, path: string, rule: string) =>
    valueProblem(key, origins.placeOf(key), showValue(path, false), rule);
  const certificate =
    ssl.certificate === undefined ? undefined : await loadFile(ssl.certificate, readFile, readCertificate);
  const key = ssl.key === undefined ? undefined : await loadFile(ssl.key, readFile, readPrivateKey);
  const problems: SettingsProblem[] = [];
  if (ssl.certificate !== undefined && certificate?.ok === false) {
    problems.push(problem('server.ssl.certificate', ssl.certificate, certificate.rule));
  }
  if (ssl.key !== undefined && key?.ok === false) problems.push(problem('server.ssl.key', ssl.key, key.rule));
  if (ssl.key !== undefined && key?.ok && certificate?.ok && !certificate.value.checkPrivateKey(key.value)) {
    const rule = `this key does not belong to the certificate in ${ssl.certificate}`;
    problems.push(problem('server.ssl.key', ssl.key, rule));
  }
  return problems;
}
