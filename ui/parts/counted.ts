const figures = new Intl.NumberFormat('en');
const plurals = new Intl.PluralRules('en');

/** A number with its thousands apart: "1,204". */
export function figure(n: number): string {
  return figures.format(n);
}

/** "1 event", "1,204 events". */
export function counted(n: number, one: string, many = `${one}s`): string {
  return `${figure(n)} ${plurals.select(n) === 'one' ? one : many}`;
}
