/** What a start has to say. */
export interface FirstLines {
  readonly version: string;
  readonly url: string;
  /** The password that was made up for `admin` at this start, to be shown this once. */
  readonly madePassword?: string;
  /** The link that was made at this start, and signs in once. */
  readonly signInLink?: string;
  /** `TOCSIN_ADMIN_PASSWORD` made the user `admin` at this start. */
  readonly passwordFromEnvironment?: boolean;
  /** The data directory as `--data` has to name it; absent where it is the default one. */
  readonly data?: string;
  /** The PEM file of the certificate that the server shows; absent over plain HTTP. */
  readonly certificate?: string;
  readonly sandbox: boolean;
  /** Connectors that were added, besides the sandbox. */
  readonly connectors: number;
}

const fire =
  '{"params":{"eventAction":"trigger","dedupKey":"first","summary":"It works","severity":"critical"}}';

/** Text that a shell takes as it is. */
const quote = (text: string) => `'${text.replaceAll("'", "'\\''")}'`;

function signInLine({ madePassword, passwordFromEnvironment, data }: FirstLines): string {
  if (madePassword !== undefined) return `user admin, password ${madePassword} (shown this once: keep it)`;
  if (passwordFromEnvironment === true) return 'user admin, with the password in TOCSIN_ADMIN_PASSWORD';
  const place = data === undefined ? '' : ` --data ${quote(data)}`;
  return `user and password; lost it? bin/tocsin.js user password admin${place}`;
}

function credentials({ madePassword, passwordFromEnvironment }: FirstLines): string {
  if (madePassword !== undefined) return quote(`admin:${madePassword}`);
  return passwordFromEnvironment === true ? '"admin:$TOCSIN_ADMIN_PASSWORD"' : 'admin';
}

/** The lines that a start ends with: where it is, how to get in, and what to try first. */
export function firstLines(facts: FirstLines): string[] {
  const { version, url, sandbox, connectors } = facts;
  // A certificate of one's own is one that curl does not know.
  const trust = facts.certificate === undefined ? '' : `--cacert ${quote(facts.certificate)} `;
  const curl = `curl ${trust}-u ${credentials(facts)}`;
  const lines = [`Tocsin ${version} is running at ${url}`, ''];
  if (facts.signInLink !== undefined)
    lines.push(`Open       ${facts.signInLink}  (signs you in once, within the hour)`);
  lines.push(`Sign in    ${signInLine(facts)}`);
  if (sandbox) {
    lines.push(
      'Connector  "sandbox" is ready: a PagerDuty to practise on, inside this server',
      'Fire it    ' +
        `${curl} ${url}/api/actions/connector/sandbox/_execute -H 'content-type: application/json' -d '${fire}'`,
      `See it     ${curl} ${url}/api/tocsin/sandbox/incidents`,
    );
  }
  lines.push(`API        ${url}/docs/api`, '');
  lines.push(
    connectors === 0
      ? 'Nothing leaves this machine until you add a PagerDuty key.'
      : `${connectors} ${connectors === 1 ? 'connector is' : 'connectors are'} ready to send.`,
  );
  return lines;
}
