import { z } from 'zod';
import { blankMessage } from './blank-strings.ts';

/** Control characters would tear log lines and tables apart, and a NUL can not be kept by every database. */
const controlCharacter = /\p{Cc}/u;

/** A line of text that a person gave something as its name. */
export const nameText = z
  .string()
  .refine((text) => text.trim() !== '', blankMessage)
  .refine((text) => !controlCharacter.test(text), 'must not hold control characters such as line breaks')
  .refine((text) => text.length <= 1024, { message: 'must have 1024 characters at the most', abort: true })
  .transform((text) => text.toWellFormed());

/** A moment in time as the API tells it. */
export const momentText = z.iso.datetime().meta({ description: 'ISO 8601, UTC, milliseconds.' });
