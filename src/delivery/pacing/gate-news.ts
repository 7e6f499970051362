import type { Verdict } from '../../pagerduty/verdict.ts';
import type { GateNews } from './gate.ts';

/** What a verdict says of the host and of the target (rule 7). */
export function gateNews(verdict: Verdict): { readonly host: GateNews; readonly target: GateNews } {
  switch (verdict.verdict) {
    case 'delivered':
    // PagerDuty has read the event and spoken of it: host and key are well.
    case 'rejected':
      return { host: 'alive', target: 'alive' };
    case 'held':
      return { host: 'neither', target: 'failed' };
    case 'retry':
      return { host: verdict.reason === 'throttled' ? 'neither' : 'failed', target: 'neither' };
  }
}
