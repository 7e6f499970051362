import type { SecretBody } from '../../src/api/secrets.ts';

export const secretKinds = ['basic', 'bearer', 'header'] as const;

/** What stands in the fields of a secret that is made. */
export interface SecretValues {
  readonly name: string;
  readonly type: (typeof secretKinds)[number];
  readonly username: string;
  readonly password: string;
  readonly token: string;
  readonly headerName: string;
  readonly value: string;
}

export const emptySecret: SecretValues = {
  name: '',
  type: 'basic',
  username: '',
  password: '',
  token: '',
  headerName: '',
  value: '',
};

/** The fields that a kind of secret has. */
export const secretFields = {
  basic: ['username', 'password'],
  bearer: ['token'],
  header: ['headerName', 'value'],
} as const satisfies Readonly<Record<SecretValues['type'], readonly (keyof SecretValues)[]>>;

export function toSecret(values: SecretValues): SecretBody {
  const { type, username, password, token, headerName, value } = values;
  if (type === 'basic') return { type, username, password };
  return type === 'bearer' ? { type, token: token.trim() } : { type, name: headerName.trim(), value };
}
