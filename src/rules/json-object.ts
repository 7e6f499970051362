import { z } from 'zod';
import type { Json } from '../store/connector-store.ts';

const jsonObject = z.record(z.string(), z.json());

/** An object as JSON keeps it: what JSON has no word for goes. */
export function jsonObjectOf(value: object): { [key: string]: Json } {
  return jsonObject.parse(JSON.parse(JSON.stringify(value)));
}
