/**
 * What became of one HTTP call. `phase` tells whether the other side can have seen the request: before it began,
 * certainly not; after, nobody knows.
 */
export type Outcome =
  | {
      readonly kind: 'answered';
      readonly status: number;
      /** Lower-case names. */
      readonly headers: Record<string, string | string[] | undefined>;
      /** At most the first 64 KiB, as text. */
      readonly body: string;
      /** Milliseconds on the wire. */
      readonly duration: number;
    }
  | {
      readonly kind: 'failed';
      readonly phase: 'before_request' | 'after_request';
      /** `denied`: the settings forbid the address; no call was made. */
      readonly cause: 'network' | 'tls' | 'timeout' | 'denied';
      /** For people; holds the host and what happened, never what was sent. */
      readonly message: string;
      readonly duration: number;
    };
