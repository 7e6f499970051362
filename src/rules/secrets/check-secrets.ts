import { Refusal } from '../../refusal.ts';
import { secretsIn } from '../source-params.ts';

/** Refuses params that refer to a secret that is not there. */
export function checkSecrets(params: unknown, secrets: { has(name: string): boolean }): void {
  const missing = secretsIn(params).find(({ name }) => !secrets.has(name));
  if (missing === undefined) return;
  const { name, path } = missing;
  const words = `there is no secret "${name}": make it first (PUT /api/tocsin/secrets/${name})`;
  throw new Refusal('invalid', `params invalid: [${path}]: ${words}`);
}
