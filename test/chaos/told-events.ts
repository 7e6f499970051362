/** What was told about incidents, and which of it the server has taken. */
export type Action = 'trigger' | 'acknowledge' | 'resolve';

interface Told {
  readonly action: Action;
  /** `undefined`: nobody knows whether it was accepted, since the answer did not come. */
  readonly id: string | undefined;
}

/** The events of a run by incident, each in the order in which they were told; one teller an incident. */
export class ToldEvents {
  readonly #told = new Map<string, Told[]>();

  add(key: string, action: Action, id: string | undefined): void {
    const told = this.#told.get(key) ?? [];
    this.#told.set(key, told);
    told.push({ action, id });
  }

  keys(): string[] {
    return [...this.#told.keys()];
  }

  /** Ids of everything that was accepted for certain. */
  accepted(): string[] {
    return [...this.#told.values()].flatMap((told) =>
      told.flatMap(({ id }) => (id === undefined ? [] : [id])),
    );
  }

  /**
   * Whether the incident must be open in the end: as its last trigger or resolve says. `undefined` when something
   * whose fate nobody knows came after that.
   */
  mustBeOpen(key: string): boolean | undefined {
    for (const { action, id } of [...(this.#told.get(key) ?? [])].reverse()) {
      if (action === 'acknowledge') continue;
      return id === undefined ? undefined : action === 'trigger';
    }
    return false;
  }

  /** How many incidents PagerDuty may have opened at most: one for each trigger that follows a resolve or nothing. */
  mostOpenings(key: string): number {
    let openings = 0;
    let isOver = true;
    for (const { action } of this.#told.get(key) ?? []) {
      if (action === 'trigger' && isOver) openings++;
      if (action !== 'acknowledge') isOver = action === 'resolve';
    }
    return openings;
  }
}
