import type { SecretBody } from '../../api/secrets.ts';
import { headerValueProblem } from '../../api/source-header.ts';
import { secretStriker, worthStriking } from '../../pagerduty/strike-secrets.ts';
import { Refusal } from '../../refusal.ts';
import { canChange, textOfValue, type ValueSources } from './secret-values.ts';

/** What is sent to a source, so that it knows who asks. */
export interface Credentials {
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** Takes them out of a text of the source, which may send back what it was sent. */
  readonly strike: (text: string) => string;
  /** They may be others later on. */
  readonly canChange: boolean;
}

/**
 * Makes headers of a secret.
 *
 * @throws `Refusal`, without a word of what is in it.
 */
export async function credentialsOf(secret: SecretBody, sources: ValueSources): Promise<Credentials> {
  switch (secret.type) {
    case 'basic': {
      const username = await textOfValue(secret.username, 'username', sources);
      const password = await textOfValue(secret.password, 'password', sources);
      if (/[:\p{Cc}]/u.test(username)) throw unfit('username', 'no ":" and no control characters');
      if (/\p{Cc}/u.test(password)) throw unfit('password', 'no control characters');
      const pair = Buffer.from(`${username}:${password}`).toString('base64');
      const texts = [password, pair];
      return made(
        { authorization: `Basic ${pair}` },
        texts,
        [secret.username, secret.password].some(canChange),
      );
    }
    case 'bearer': {
      const token = await textOfValue(secret.token, 'token', sources);
      if (!/^[\x21-\x7e]+$/.test(token))
        throw unfit('token', 'visible ASCII characters only, and one at least');
      return made({ authorization: `Bearer ${token}` }, [token], canChange(secret.token));
    }
    case 'header': {
      const value = await textOfValue(secret.value, 'value', sources);
      const problem = value.trim() === '' ? 'use a text that is not blank' : headerValueProblem(value);
      if (problem !== undefined)
        throw new Refusal('invalid', `value can not be sent in a header: ${problem}`);
      return made({ [secret.name.toLowerCase()]: value }, [value], canChange(secret.value));
    }
  }
}

const unfit = (what: string, must: string) =>
  new Refusal('invalid', `${what} can not be sent in a header: it must have ${must}`);

function made(headers: Record<string, string>, texts: string[], mayChange: boolean): Credentials {
  return { headers, strike: secretStriker(worthStriking(texts), '[secret]'), canChange: mayChange };
}
