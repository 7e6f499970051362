import { Counter, Histogram, type Registry } from 'prom-client';

/*
 * What is counted 15,000 times a second is counted in plain numbers and handed to prom-client when somebody reads it:
 * looking up its labels costs about a microsecond each time, as much as a twentieth of all else an event costs.
 */

/** One number of a counter, for one set of labels. */
class Cell {
  value = 0;

  inc(by = 1): void {
    this.value += by;
  }
}

export interface PlainCounterOptions {
  readonly name: string;
  readonly help: string;
  /** One to three. */
  readonly labelNames: readonly [string, string?, string?];
  readonly registry: Registry;
}

/** A counter with up to three labels whose `labels(…).inc()` costs some twenty nanoseconds and makes no garbage. */
export class PlainCounter {
  readonly #cells = new Map<string, Map<string, Map<string, Cell>>>();

  constructor({ name, help, labelNames, registry }: PlainCounterOptions) {
    const cells = () => this.#all();
    const names = labelNames.filter((label) => label !== undefined);
    new Counter({
      name,
      help,
      labelNames: names,
      registers: [registry],
      collect() {
        this.reset();
        for (const { labels, value } of cells()) {
          this.inc(Object.fromEntries(names.map((label, index) => [label, labels[index] ?? ''])), value);
        }
      },
    });
  }

  /** The number for these labels; it may be kept. */
  labels(first: string, second = '', third = ''): Cell {
    const seconds = entryOf(this.#cells, first, newMap<Map<string, Cell>>);
    return entryOf(entryOf(seconds, second, newMap<Cell>), third, newCell);
  }

  *#all(): Generator<{ readonly labels: readonly string[]; readonly value: number }> {
    for (const [first, seconds] of this.#cells) {
      for (const [second, thirds] of seconds) {
        for (const [third, { value }] of thirds) yield { labels: [first, second, third], value };
      }
    }
  }
}

const newCell = () => new Cell();
const newMap = <Value>() => new Map<string, Value>();

function entryOf<Value>(map: Map<string, Value>, key: string, make: () => Value): Value {
  let value = map.get(key);
  if (value === undefined) {
    value = make();
    map.set(key, value);
  }
  return value;
}

const none = { labels: {}, sharedLabels: {} };

export interface PlainHistogramOptions {
  readonly name: string;
  readonly help: string;
  /** Upper bounds, rising, without infinity. */
  readonly buckets: readonly number[];
  readonly registry: Registry;
}

/** A histogram without labels. */
export class PlainHistogram {
  readonly #bounds: Float64Array;
  /** One for each bound, and the last for what is above them all; not added up yet. */
  readonly #counts: Float64Array;
  #sum = 0;

  constructor({ name, help, buckets, registry }: PlainHistogramOptions) {
    this.#bounds = Float64Array.from(buckets);
    this.#counts = new Float64Array(buckets.length + 1);
    const values = () => this.#values(name);
    new (class extends Histogram {
      /** prom-client's own way to its numbers, for the page and for `get()`; plain-metrics.test.ts would see it go. */
      async getForPromString() {
        return { name, help, type: 'histogram', aggregator: 'sum', values: values() };
      }
    })({ name, help, buckets: [...buckets], registers: [registry] });
  }

  observe(value: number): void {
    let place = 0;
    while (place < this.#bounds.length && value > (this.#bounds[place] ?? 0)) place++;
    this.#counts[place] = (this.#counts[place] ?? 0) + 1;
    this.#sum += value;
  }

  #values(name: string) {
    let count = 0;
    const buckets = [...this.#counts].map((own, place) => {
      count += own;
      const le = this.#bounds[place] ?? '+Inf';
      return { metricName: `${name}_bucket`, ...none, labels: { le }, value: count };
    });
    return [
      ...buckets,
      { metricName: `${name}_sum`, ...none, value: this.#sum },
      { metricName: `${name}_count`, ...none, value: count },
    ];
  }
}
