/** Refuses what SQLite would keep and could never be read again: fractions, and numbers beyond 2^53. */
export function checkWhole(name: string, column: Float64Array): void {
  for (let index = 0; index < column.length; index++) {
    if (!Number.isSafeInteger(column[index])) {
      throw new TypeError(`${name} is ${column[index]}, which is not a whole number below 2^53.`);
    }
  }
}
