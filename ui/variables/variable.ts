/** A variable that a template can hold, for people to choose. */
export interface Variable {
  /** As it stands between the braces: `context.target`. */
  readonly name: string;
  readonly description: string;
  /** What it was in the last preview; absent: nobody knows. */
  readonly sample?: string | undefined;
}
