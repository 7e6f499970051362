/** One call of a run to the system that its rule watches. */
export interface SourceCall {
  readonly method: string;
  /** http or https, without user and password. */
  readonly url: URL;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** `null`: none is sent. */
  readonly body: string | null;
  /** The name of the secret that says who asks; absent: nobody in particular. */
  readonly secret?: string | undefined;
  /** So many redirects are followed, and one more is a failure; 0: the redirect is the answer. */
  readonly redirects: number;
  /** Milliseconds for the whole call, its redirects included. */
  readonly deadline: number;
  /** Of the run. */
  readonly signal: AbortSignal;
}

/** What came of it. `message` is for people and holds no secret. */
export type SourceAnswer =
  | {
      readonly kind: 'answered';
      readonly status: number;
      /** Names in lower case. */
      readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
      /** At most `rules.maxResponseSize` bytes of it, unpacked, as UTF-8. What the secret holds is struck out. */
      readonly body: string;
      /**
       * The same as it came, where nothing was struck out: `body` is made of it only when somebody looks. Whoever
       * hands it to another thread has no `body` any more.
       */
      readonly bytes?: Uint8Array;
      /** There was more. */
      readonly isCut: boolean;
      /** Where it came from, after redirects. */
      readonly url: URL;
      /** Milliseconds, until the last byte was read. */
      readonly duration: number;
      /** When the certificate of the server ends, milliseconds since 1970; absent: it speaks no TLS. */
      readonly certificateUntil?: number | undefined;
    }
  | {
      readonly kind: 'failed';
      /** `refused`: the settings or a missing secret keep us from calling, and not where a redirect leads. */
      readonly cause: 'network' | 'tls' | 'timeout' | 'refused';
      readonly message: string;
      readonly duration: number;
    };

/** The systems that rules watch, as the network settings of sources (`rules.sources.*`) let them be reached. */
export interface Sources {
  /** Never rejects; retries nothing. */
  call(call: SourceCall): Promise<SourceAnswer>;
}
