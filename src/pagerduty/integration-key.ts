/** Whether a text has the shape of an integration key: 32 ASCII letters or digits. Not every one of them exists. */
export function isIntegrationKey(text: string): boolean {
  return /^[A-Za-z0-9]{32}$/.test(text);
}

/** Whether a key is one of a ruleset or an event orchestration: these begin with `R` and take no change events. */
export function isRulesetKey(text: string): boolean {
  return text.startsWith('R');
}

/**
 * What is wrong with the shape of an integration key, to follow "the key" in a sentence: "has 12 characters, not 32".
 * Holds neither the key nor a part of it.
 */
export function describeKeyShape(text: string): string {
  if (isIntegrationKey(text)) return 'has 32 letters and digits, as it should';
  if (text.trim() === '') return 'is empty';
  if (isIntegrationKey(text.trim())) return 'has white space before or after it';
  const length = Array.from(text).length;
  const faults = [
    ...(length === 32 ? [] : [`has ${length} ${length === 1 ? 'character' : 'characters'}, not 32`]),
    ...(/^[A-Za-z0-9]*$/.test(text) ? [] : ['contains other characters than letters and digits']),
  ];
  return faults.join(' and ');
}
