import type { Finding } from './finding.ts';

/** What a run was asked for. */
export interface BenchOptions {
  /** A tenth of the sizes: to see that it runs. */
  readonly quick: boolean;
  /** How often yardstick and subject alternate. */
  readonly rounds: number;
  /** Tells whoever watches how it goes. */
  readonly say: (line: string) => void;
}

export interface BenchResult {
  /** What was done, with sizes. */
  readonly setting: string;
  readonly findings: readonly Finding[];
}

/** One of the things that `npm run bench` can do. */
export interface Bench {
  readonly name: string;
  /** At most so many minutes. */
  readonly limit: number;
  run(options: BenchOptions): Promise<BenchResult>;
}

/** A size, or a tenth of it. */
export function sized(size: number, { quick }: BenchOptions): number {
  return quick ? Math.ceil(size / 10) : size;
}
