import { type Series, seriesOf } from './series.ts';
import { written } from './written.ts';

/** What one run showed. */
export interface Measurement {
  readonly perSecond: number;
  /** Processor time of the main thread for each event. Other work on the machine hardly changes it. */
  readonly microseconds: number;
}

/** Something that is measured once a round. */
export class Measured {
  readonly name: string;
  readonly #measure: () => Promise<Measurement>;
  readonly #measurements: Measurement[] = [];

  constructor(name: string, measure: () => Promise<Measurement>) {
    this.name = name;
    this.#measure = measure;
  }

  async run(): Promise<Measurement> {
    const measurement = await this.#measure();
    this.#measurements.push(measurement);
    return measurement;
  }

  /** Events a second. */
  get rate(): Series {
    return seriesOf(this.#measurements.map(({ perSecond }) => perSecond));
  }

  /** Microseconds of the main thread an event. */
  get cost(): Series {
    return seriesOf(this.#measurements.map(({ microseconds }) => microseconds));
  }
}

/** Measures the things in turn, round by round, so that what else the machine does falls on all of them alike. */
export async function alternate(
  rounds: number,
  things: readonly Measured[],
  say: (line: string) => void,
): Promise<void> {
  for (let round = 0; round < rounds; round++) {
    const said: string[] = [];
    for (const thing of things) said.push(`${thing.name} ${written((await thing.run()).perSecond)}`);
    say(`round ${round + 1} of ${rounds}: ${said.join(', ')}`);
  }
}
