/** Rows that are read at once. */
export const partSize = 50;

/** The numbers of the parts that the rows from `from` to below `to` lie in; the first one is always among them. */
export function partsOf(from: number, to: number): readonly number[] {
  const parts = new Set([0]);
  for (let part = Math.floor(from / partSize); part * partSize < to; part++) parts.add(part);
  return [...parts];
}
