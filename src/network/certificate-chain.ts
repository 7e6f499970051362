import type { DetailedPeerCertificate, TLSSocket } from 'node:tls';

/** Longer is no chain that anybody made on purpose. */
const longest = 10;

/** The certificates that the other side has shown, a line each, its own first. */
export function certificateChain(socket: TLSSocket): string[] {
  const lines: string[] = [];
  const seen = new Set<string>();
  let certificate: DetailedPeerCertificate | undefined = socket.getPeerCertificate(true);
  while (
    certificate?.fingerprint256 !== undefined &&
    !seen.has(certificate.fingerprint256) &&
    lines.length < longest
  ) {
    seen.add(certificate.fingerprint256);
    const { subject, issuer, valid_from: from, valid_to: to, subjectaltname: names } = certificate;
    const isOwn = lines.length === 0 && names !== undefined;
    const [who, by] = [nameOf(subject), nameOf(issuer)];
    const signed = who === by ? 'signed by itself' : `signed by ${by}`;
    lines.push(
      `${who}${isOwn ? ` for ${cut(names)}` : ''}, ${signed}, valid from ${day(from)} to ${day(to)}`,
    );
    certificate = certificate.issuerCertificate;
  }
  return lines;
}

function nameOf(name: DetailedPeerCertificate['subject']): string {
  return cut([name.CN ?? name.OU ?? name.O ?? 'no name'].flat().join(', '));
}

const cut = (text: string) => (text.length <= 200 ? text : `${text.slice(0, 200)}…`);

function day(text: string): string {
  const time = new Date(text);
  return Number.isNaN(time.getTime()) ? text : time.toISOString().slice(0, 16).replace('T', ' ');
}
