import { createContext, useContext, useEffect } from 'react';

/** Is told of places whose text is no JSON, so that nothing is saved past what somebody sees. */
export const BrokenJsonContext = createContext<(path: string, isBroken: boolean) => void>(() => {});

/** Keeps the form from being saved while the text of this place is broken. */
export function useBrokenJson(path: string, isBroken: boolean): void {
  const tell = useContext(BrokenJsonContext);
  useEffect(() => {
    if (!isBroken) return;
    tell(path, true);
    return () => tell(path, false);
  }, [path, isBroken, tell]);
}
