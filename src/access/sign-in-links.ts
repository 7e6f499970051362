import { randomBytes } from 'node:crypto';
import { Refusal } from '../refusal.ts';
import type { SessionStore } from '../store/session-store.ts';
import type { UserStore } from '../store/user-store.ts';
import { hashSecret } from './api-keys.ts';
import type { SignedIn } from './authenticator.ts';

const lifetime = 60 * 60 * 1000;

/** Links that sign a user in once: for the first start, and for whoever has lost the password but not the machine. */
export class SignInLinks {
  readonly #store: SessionStore;
  readonly #users: UserStore;
  readonly #now: () => number;

  constructor(store: { sessions: SessionStore; users: UserStore }, now: () => number) {
    this.#store = store.sessions;
    this.#users = store.users;
    this.#now = now;
  }

  /** Makes the token of a link that counts for an hour, or until the user's password changes. Nobody sees it again. */
  async make(name: string): Promise<string> {
    const user = await this.#users.find(name);
    if (user === undefined) throw new Refusal('not_found', `There is no user "${name}".`);
    const token = randomBytes(32).toString('base64url');
    await this.#store.insertLink({
      hash: hashSecret(token),
      user: name,
      passwordSetAt: user.updatedAt,
      expiresAt: this.#now() + lifetime,
    });
    return token;
  }

  /** Whom the token signs in; it is used up by that. Without a limit on failures: nobody guesses 256 bits. */
  async redeem(token: string): Promise<SignedIn> {
    const link = await this.#store.takeLink(hashSecret(token));
    if (link === undefined || link.expiresAt <= this.#now()) {
      throw new Refusal(
        'unauthenticated',
        'This link has been used, has expired, or is not whole. Make another one with "tocsin user link", or sign in with user and password.',
      );
    }
    return { user: link.user, passwordSetAt: link.passwordSetAt };
  }
}

/** What is opened in a browser to use a link. What stands behind the `#` reaches no server and no log. */
export function signInUrl(baseUrl: string, token: string): string {
  return `${baseUrl}/sign-in#${token}`;
}
