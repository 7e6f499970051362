import type { Network } from '../network/network.ts';
import type { Outcome } from '../network/outcome.ts';
import type { AlertEvent } from '../pagerduty/event.ts';
import { judge, type Verdict } from '../pagerduty/verdict.ts';

/** One call that somebody waits for. */
export interface NowCall {
  readonly connectorId: string;
  readonly event: AlertEvent;
  readonly url: URL;
  /** The text to post: the event with its routing key. */
  readonly body: string;
  /** Ends the call early, as when the caller has hung up. */
  readonly signal?: AbortSignal;
}

export type NowResult =
  | {
      readonly kind: 'attempted';
      readonly verdict: Verdict;
      readonly outcome: Outcome;
      /** Of its event in the delivery log; absent where there is no log. */
      readonly eventId?: string;
    }
  /** Nothing was sent, because something of the same incident has to go first. */
  | { readonly kind: 'waits'; readonly message: string };

/** Makes one attempt, now. The server's keeps the order of its lanes; that of a command line has none to keep. */
export type AttemptNow = (call: NowCall) => Promise<NowResult>;

/** Attempts that pass every lane by. `responseTimeout` in milliseconds. */
export function attemptDirectly(network: Network, responseTimeout: number): AttemptNow {
  return async ({ url, body, signal }) => {
    const outcome = await network.post({ url, body, deadline: responseTimeout, ...(signal && { signal }) });
    return { kind: 'attempted', outcome, verdict: judge(outcome, { hostname: url.hostname }) };
  };
}
