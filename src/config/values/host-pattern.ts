import { isIP } from 'node:net';
import { isHostName } from './host-name.ts';
import type { ReadText } from './read-text.ts';

/**
 * Reads one entry of a list of hosts, such as `actions.allowedHosts` (contract 3.1): a host name, `*.` before a domain
 * for all hosts below it, or `*` for every host. The value is in the form that `URL.hostname` has, because that is what
 * it is compared with: lower case, IPv6 in brackets, other alphabets in punycode.
 */
export function readHostPattern(text: string): ReadText<string> {
  if (text === '*') return { ok: true, value: text };
  if (text.trim() === '') return { ok: false, rule: 'remove the blank entry' };
  const domain = text.startsWith('*.') ? hostNameOf(text.slice(2)) : undefined;
  if (domain !== undefined && isIP(domain) === 0 && !domain.startsWith('[')) {
    return { ok: true, value: `*.${domain}` };
  }
  if (text.includes('*')) {
    return {
      ok: false,
      rule: 'a * stands alone for every host, or before a whole domain, as in "*.pagerduty.com"',
    };
  }
  const name = hostNameOf(isIP(text) === 6 ? `[${text}]` : text);
  if (name !== undefined) return { ok: true, value: name };
  const meant = URL.parse(text.includes('://') ? text : `https://${text}`)?.hostname;
  if (meant === undefined || meant === '' || hostNameOf(meant) === undefined) return { ok: false };
  return { ok: false, rule: `write the host name alone, "${meant}"` };
}

function hostNameOf(text: string): string | undefined {
  // The characters that end a host in a URL, or that URL parsing drops or decodes.
  if (/[\s/?#@\\%*]/.test(text)) return undefined;
  const url = URL.parse(`https://${text}/`);
  if (url === null || (text.startsWith('[') ? !text.endsWith(']') : text.includes(':'))) return undefined;
  return isHostName(url.hostname) || url.hostname.startsWith('[') ? url.hostname : undefined;
}
