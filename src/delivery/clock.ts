/** Time as delivery knows it: one clock that never jumps, and timers that run by it. Tests bring their own. */
export interface Clock {
  /** Milliseconds since 1970, never falling, whole or not. */
  now(): number;
  /** Calls `what` once, `milliseconds` from now. Returns a function that takes it back. */
  after(milliseconds: number, what: () => void): () => void;
}
