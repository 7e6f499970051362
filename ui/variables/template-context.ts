import { createContext, useContext } from 'react';
import type { Variable } from './variable.ts';

/** Around fields that are templates: what can stand in them. */
export const TemplateContext = createContext<readonly Variable[] | undefined>(undefined);

/** The variables of a template; `undefined`: the field is no template. */
export function useVariables(): readonly Variable[] | undefined {
  return useContext(TemplateContext);
}
