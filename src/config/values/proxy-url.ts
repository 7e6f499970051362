import type { ReadText } from './read-text.ts';

/** Reads the address of a forward proxy: http or https, with a user and password where it asks for them, nothing behind. */
export function readProxyUrl(text: string): ReadText<string> {
  const url = URL.parse(text);
  if (url === null) {
    // "proxy.example.com:3128" is a host and a port to whoever writes it.
    const meant = /^[a-z0-9.-]+(:\d+)?$/i.test(text) ? URL.parse(`http://${text}`) : null;
    return meant === null ? { ok: false } : { ok: false, rule: `write the scheme too: "${meant.origin}"` };
  }
  if (url.protocol !== 'http:' && url.protocol !== 'https:') {
    if (url.host === '') return { ok: false, rule: `write the scheme too: "http://${text}"` };
    return {
      ok: false,
      rule: 'the proxy must speak http or https (its URL begins with http:// or https://)',
    };
  }
  if (!/^https?:\/\/[^\s/\\]/i.test(text)) return { ok: false };
  if (url.pathname !== '/' || url.search !== '' || text.includes('#')) {
    return {
      ok: false,
      rule: `a proxy has no path; write it as "${url.origin}" (with user and password before the host if it asks for them)`,
    };
  }
  try {
    decodeURIComponent(url.username + url.password);
  } catch {
    return { ok: false, rule: 'a % in its user or password must be written as %25' };
  }
  return { ok: true, value: url.href };
}
