/**
 * What came of `_execute`, in Kibana's shape (contract 1.4). `errors` is Tocsin's own: what PagerDuty gave as its
 * reasons, which Kibana drops; so is `eventId`, the event in the delivery log, which is absent when none was made.
 */
export type Execution =
  | {
      readonly status: 'ok';
      readonly connectorId: string;
      readonly eventId?: string;
      readonly data: unknown;
    }
  | {
      readonly status: 'error';
      readonly connectorId: string;
      readonly eventId?: string;
      readonly message: string;
      readonly serviceMessage?: string;
      readonly retry?: boolean;
      readonly errorSource: 'user' | 'framework';
      readonly errors?: readonly string[];
    };
