import { messageOf } from '../message-of.ts';
import type { LambdaResult } from './lambda-result.ts';

function encoded(name: string, encode: (text: string) => string, text: string): LambdaResult {
  try {
    return { text: encode(text) };
  } catch (error) {
    // Half of a surrogate pair is no text.
    return { error: `error evaluating ${name}("${text}"): ${messageOf(error)}` };
  }
}

export const encodeUri = (text: string) => encoded('encodeURI', encodeURI, text);
export const encodeUriComponent = (text: string) => encoded('encodeURIComponent', encodeURIComponent, text);
