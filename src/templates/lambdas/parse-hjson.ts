import Hjson from 'hjson';
import { messageOf } from '../message-of.ts';
import type { LambdaResult } from './lambda-result.ts';

/** Reads Hjson, JSON that people write by hand, and gives it as compact JSON. */
export function parseHjson(text: string): LambdaResult {
  try {
    return { text: JSON.stringify(Hjson.parse(text)) };
  } catch (error) {
    return { error: `error parsing Hjson "${text}": ${messageOf(error)}` };
  }
}
