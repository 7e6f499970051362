/** What an event says of where it comes from, if its action says nothing about that. */
export interface AlertDefaults {
  readonly source?: string;
  readonly component?: string;
  readonly class?: string;
}

/** An alert whose condition is met, as a rule type reports it. */
export interface ReportedAlert {
  /** Chosen by the rule type; the same thing has the same id in every run. */
  readonly id: string;
  /** The id of one of the type's action groups. */
  readonly group: string;
  /** What templates see as `context`. */
  readonly context: Readonly<Record<string, unknown>>;
  /** What templates see as `state`, beside `start`, `duration` and `end`. Kept, so that recovery sees it too. */
  readonly state?: Readonly<Record<string, unknown>>;
  /** Of an event whose action names none, in whatever words; it is made to fit. */
  readonly severity?: string;
  /** Shown with the incident, after those of the action. */
  readonly links?: readonly { readonly href: string; readonly text?: string }[];
  readonly defaults?: AlertDefaults;
}
