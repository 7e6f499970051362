/** Texts of what puts a variable into a template. */
export const variablesTexts = {
  add: (field: string) => `Add a variable to ${field}`,
  search: 'Search variables',
  list: 'Variables',
  none: 'No variable is like that.',
  now: (sample: string) => `now: ${sample}`,
} as const;
