/** What a chart draws with. A canvas knows no variables of CSS, so they are read once for each scheme. */
export interface ChartColours {
  readonly text: string;
  readonly grid: string;
  readonly of: (name: string) => string;
}

/** The theme's colours as they are at this moment. */
export function chartColours(): ChartColours {
  const style = getComputedStyle(document.documentElement);
  const of = (name: string) => style.getPropertyValue(`--mantine-color-${name}`).trim();
  return { text: of('dimmed'), grid: of('default-border'), of };
}
