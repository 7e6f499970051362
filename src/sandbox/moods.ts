import { type MoodName, maxMoodDelay } from '../api/sandbox.ts';
import { Refusal } from '../refusal.ts';

/** What to set; `until` in ms since 1970. */
export interface MoodWish {
  readonly mood: MoodName;
  /** Of the calls, how many meet it; 100 unless given. */
  readonly percent?: number | undefined;
  /** ms before the answer or the break; 3000 for slow, else 0, unless given. */
  readonly delay?: number | undefined;
  readonly until?: number | undefined;
  /** A routing key, to restrict it to that key's calls. */
  readonly key?: string | undefined;
}

export interface MoodSetting {
  readonly mood: MoodName;
  readonly percent: number;
  readonly delay: number;
  readonly until: number | undefined;
}

const calm: MoodSetting = { mood: 'ok', percent: 100, delay: 0, until: undefined };
const slowDelay = 3000;

function between(value: number, min: number, max: number, name: string): number {
  if (value >= min && value <= max) return value;
  throw new Refusal('invalid', `${name} is ${value}; it must be between ${min} and ${max}`);
}

/** The moods in force: a general one, and in its place for some routing keys one of their own. */
export class Moods {
  #general = calm;
  readonly #byKey = new Map<string, MoodSetting>();
  readonly #random: () => number;
  readonly #maxKeys: number;

  constructor(random: () => number, maxKeys: number) {
    this.#random = random;
    this.#maxKeys = maxKeys;
  }

  /**
   * Puts a mood in force. For a key, a plain `ok` ends its own mood, so that the general one holds again.
   * Throws a Refusal (`invalid`) for numbers out of range, a time that is over, or too many keys.
   */
  set(wish: MoodWish, now: number): void {
    const setting = {
      mood: wish.mood,
      percent: between(wish.percent ?? 100, 0, 100, 'percent'),
      delay: between(wish.delay ?? (wish.mood === 'slow' ? slowDelay : 0), 0, maxMoodDelay, 'delay'),
      until: wish.until,
    };
    if (setting.until !== undefined && setting.until <= now) {
      const until = new Date(setting.until).toISOString();
      throw new Refusal('invalid', `until is ${until}, which is over; it must be in the future, or absent`);
    }
    if (wish.key === undefined) {
      this.#general = setting;
    } else if (setting.mood === 'ok' && setting.delay === 0) {
      this.#byKey.delete(wish.key);
    } else if (this.#byKey.size >= this.#maxKeys && !this.#byKey.has(wish.key)) {
      throw new Refusal(
        'invalid',
        `${this.#maxKeys} routing keys have a mood of their own, which is the most; set one of them to ok first`,
      );
    } else {
      this.#byKey.set(wish.key, setting);
    }
  }

  /** The mood that the next call of `key` meets, and its delay in ms. */
  draw(key: string | undefined, now: number): { mood: MoodName; delay: number } {
    this.#endWhatIsOver(key, now);
    const setting = (key === undefined ? undefined : this.#byKey.get(key)) ?? this.#general;
    const isMet = setting.percent >= 100 || this.#random() * 100 < setting.percent;
    return isMet ? setting : calm;
  }

  /** The general mood first. */
  list(now: number): (MoodSetting & { key: string | undefined })[] {
    for (const key of this.#byKey.keys()) this.#endWhatIsOver(key, now);
    this.#endWhatIsOver(undefined, now);
    return [
      { ...this.#general, key: undefined },
      ...Array.from(this.#byKey, ([key, setting]) => ({ ...setting, key })),
    ];
  }

  clear(): void {
    this.#general = calm;
    this.#byKey.clear();
  }

  #endWhatIsOver(key: string | undefined, now: number): void {
    if (this.#general.until !== undefined && now >= this.#general.until) this.#general = calm;
    if (key === undefined) return;
    const until = this.#byKey.get(key)?.until;
    if (until !== undefined && now >= until) this.#byKey.delete(key);
  }
}
