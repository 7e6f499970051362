import { useLocalStorage } from '@mantine/hooks';
import { type Progress, progressSchema } from './progress.ts';

const key = 'tocsin-first-steps';

/** What is not understood, such as of an older version, was never there. */
function parse(text: string | undefined): Progress | undefined {
  if (text === undefined) return undefined;
  try {
    return progressSchema.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}

/** How far somebody has come in this browser, over reloads and in all its tabs. */
export function useProgress() {
  return useLocalStorage<Progress | undefined>({
    key,
    defaultValue: undefined,
    getInitialValueInEffect: false,
    deserialize: parse,
    serialize: (value) => JSON.stringify(value),
  });
}
