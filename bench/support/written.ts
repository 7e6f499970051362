/** A number for people: whole as it is, else three digits or all of those before the point; in thousands. */
export function written(value: number): string {
  if (!Number.isFinite(value)) return '?';
  if (Number.isInteger(value)) return value.toLocaleString('en-US');
  const digits = Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : 2;
  return value.toLocaleString('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits });
}
