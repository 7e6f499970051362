import { useCallback, useEffect, useRef, useState } from 'react';
import { ApiError } from '../../api/api-error.ts';
import { previewRule, type RulePreview } from '../rule-form-api.ts';

/** Milliseconds of peace after a key before the rule is tried. */
const pause = 700;
/** When the server had too much to do. */
const pauseWhenBusy = 2000;

export interface PreviewState {
  readonly isRunning: boolean;
  /** There is a body that may be tried. */
  readonly canRun: boolean;
  /** What came of the last one that could run. */
  readonly result: RulePreview | undefined;
  /** Why the last one was refused, and of which body. */
  readonly refusal: { readonly message: string; readonly json: string } | undefined;
  /** What kept the last one from being asked for. */
  readonly error: unknown;
  readonly runNow: () => void;
}

/**
 * Tries a rule: by itself some time after each change, or at once. Whatever is under way is called off by the next.
 *
 * @param json The body for the server; `undefined`: there is something to put right first.
 * @param isAutomatic Whether changes start it.
 */
export function usePreview(json: string | undefined, isAutomatic: boolean): PreviewState {
  const [state, setState] = useState<Omit<PreviewState, 'runNow' | 'canRun'>>({
    isRunning: false,
    result: undefined,
    refusal: undefined,
    error: undefined,
  });
  const running = useRef<AbortController>(undefined);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);

  const stop = useCallback(() => {
    clearTimeout(timer.current);
    running.current?.abort();
    running.current = undefined;
  }, []);
  const run = useCallback(async (text: string) => {
    running.current?.abort();
    const mine = new AbortController();
    running.current = mine;
    setState((before) => ({ ...before, isRunning: true }));
    try {
      const result = await previewRule(JSON.parse(text), mine.signal);
      if (!mine.signal.aborted) setState({ isRunning: false, result, refusal: undefined, error: undefined });
    } catch (error) {
      if (mine.signal.aborted) return;
      if (error instanceof ApiError && error.status === 429) {
        timer.current = setTimeout(() => void run(text), pauseWhenBusy);
        return;
      }
      const isRefusal = error instanceof ApiError && error.status === 400;
      setState((before) => ({
        isRunning: false,
        result: before.result,
        refusal: isRefusal ? { message: error.message, json: text } : undefined,
        error: isRefusal ? undefined : error,
      }));
    }
  }, []);

  useEffect(() => {
    if (json !== undefined && isAutomatic) timer.current = setTimeout(() => void run(json), pause);
    return () => {
      stop();
      setState((before) => (before.isRunning ? { ...before, isRunning: false } : before));
    };
  }, [json, isAutomatic, run, stop]);

  return {
    ...state,
    canRun: json !== undefined,
    runNow: () => {
      stop();
      if (json !== undefined) void run(json);
    },
  };
}
