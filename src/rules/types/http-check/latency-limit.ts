import { parseDuration } from '../../duration.ts';

/** Milliseconds of a time that may be shorter than rules' own can be: `800ms`, `2s`. `undefined`: it is no such text. */
export function parseLatency(text: string): number | undefined {
  const [, milliseconds] = /^([1-9][0-9]{0,8})ms$/.exec(text) ?? [];
  return milliseconds === undefined ? parseDuration(text)?.ms : Number(milliseconds);
}
