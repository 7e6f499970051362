import { useState } from 'react';
import type { Params } from '../rule-values.ts';

/** What stands in the fields of a type: kept here, and told as params at each change. */
export function useTypeValues<Values extends object>(
  initial: () => Values,
  toParams: (values: Values) => Params,
  onChange: (params: Params) => void,
): readonly [Values, (change: Partial<Values>) => void] {
  const [values, setValues] = useState(initial);
  const set = (change: Partial<Values>) => {
    const next = { ...values, ...change };
    setValues(next);
    onChange(toParams(next));
  };
  return [values, set];
}
