import { z } from 'zod';

const fault = 'is no cursor; take next_cursor of the page before, with the same filters, or leave it out';

/** Where the next page begins, as a text that callers hand back as it is; `null` after the last page. */
export function cursorOf(before: number | null): string | null {
  return before === null ? null : Buffer.from(`before ${before}`).toString('base64url');
}

function placeIn(cursor: string): number | undefined {
  const [, digits] = /^before (\d{1,15})$/.exec(Buffer.from(cursor, 'base64url').toString('latin1')) ?? [];
  // Only what `cursorOf` writes, so that one place has one cursor.
  return digits !== undefined && cursorOf(Number(digits)) === cursor ? Number(digits) : undefined;
}

/** A cursor in a query, read to the place that it stands for. */
export const cursorText = z
  .string()
  .max(100, fault)
  .transform((cursor, context): number => {
    const place = placeIn(cursor);
    if (place !== undefined) return place;
    context.addIssue({ code: 'custom', message: fault });
    return z.NEVER;
  })
  .meta({ description: 'next_cursor of the page before, with the same filters. Absent: the newest.' });

export const nextCursorText = z.string().nullable().meta({
  description:
    'The cursor of the next page; null after the last one. A page may be short, or empty, and still have a next.',
});
