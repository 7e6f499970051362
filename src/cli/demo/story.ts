import type { MoodName } from '../../api/sandbox.ts';

/** Something that can go wrong, as monitoring would tell of it. */
export interface Alarm {
  readonly dedupKey: string;
  readonly summary: string;
  readonly severity: 'critical' | 'error' | 'warning' | 'info';
  readonly source: string;
}

export type Step =
  | { readonly what: 'chapter'; readonly title: string }
  /** Tells Tocsin of an alarm, and waits for its answer. With `andGoOn` there is no pause behind it. */
  | {
      readonly what: 'tell';
      readonly action: 'trigger' | 'acknowledge' | 'resolve';
      readonly alarm: Alarm;
      readonly andGoOn?: true;
    }
  /** How PagerDuty takes every call from now on, and how to say so. */
  | { readonly what: 'mood'; readonly mood: MoodName; readonly line: string; readonly note: string }
  /** Until PagerDuty has got a call about this alarm. */
  | { readonly what: 'called'; readonly alarm: Alarm }
  | { readonly what: 'count waiting' }
  | { readonly what: 'kill' }
  | { readonly what: 'start' }
  /** Until nothing waits at Tocsin any more. */
  | { readonly what: 'settle' };

const alarm = (dedupKey: string, severity: Alarm['severity'], summary: string, source: string): Alarm => ({
  dedupKey,
  severity,
  summary,
  source,
});

const checkout = alarm('checkout/api', 'critical', 'Checkout API is down', 'checkout-1');
const disk = alarm('db-1/disk', 'warning', 'Disk of db-1 is 91 % full', 'db-1');
const certificate = alarm('shop/certificate', 'info', 'Certificate of the shop ends in 14 days', 'shop');
const payments = alarm('payments/errors', 'critical', 'Every eighth payment fails', 'payments-2');
const orders = alarm('orders/queue', 'error', 'Order queue is stuck, 4,800 waiting', 'queue-1');
const moreOrders: Alarm = {
  ...orders,
  severity: 'critical',
  summary: 'Order queue is stuck, 21,000 waiting',
};
const search = alarm('search/latency', 'warning', 'Search takes 4 seconds', 'search-3');
const login = alarm('login/eu', 'critical', 'Nobody in Europe can log in', 'login-eu');
const backup = alarm('db-1/backup', 'error', 'Nightly backup of db-1 failed', 'db-1');
const cache = alarm('cache-3/memory', 'critical', 'cache-3 is out of memory', 'cache-3');
const dns = alarm('dns/latency', 'warning', 'DNS answers slowly', 'dns-1');

const chapter = (title: string): Step => ({ what: 'chapter', title });
const trigger = (which: Alarm): Step => ({ what: 'tell', action: 'trigger', alarm: which });
const acknowledge = (which: Alarm): Step => ({ what: 'tell', action: 'acknowledge', alarm: which });
const resolve = (which: Alarm): Step => ({ what: 'tell', action: 'resolve', alarm: which });

/** Ten incidents, of which PagerDuty's failure and the death of the server meet most. All are over at the end. */
export const story: readonly Step[] = [
  chapter('All is well: PagerDuty hears of everything at once'),
  trigger(checkout),
  trigger(disk),
  trigger(certificate),
  acknowledge(checkout),
  resolve(disk),
  resolve(checkout),
  { what: 'settle' },

  chapter('PagerDuty takes an alert, but its answer gets lost on the way'),
  { what: 'mood', mood: 'lose-answer', line: 'begins to lose its answers', note: 'loses answers' },
  trigger(payments),
  { what: 'called', alarm: payments },

  chapter('PagerDuty is down'),
  { what: 'mood', mood: '500', line: 'answers 500 to every call from now on', note: 'is down' },
  trigger(orders),
  trigger(search),
  trigger(login),
  trigger(moreOrders),
  resolve(search),
  trigger(backup),
  { what: 'count waiting' },

  chapter('Tocsin is killed just after it has accepted an alert'),
  { what: 'tell', action: 'trigger', alarm: cache, andGoOn: true },
  { what: 'kill' },
  { what: 'start' },
  { what: 'count waiting' },

  chapter('Tocsin runs again, PagerDuty is still down'),
  resolve(backup),
  acknowledge(payments),
  trigger(dns),

  chapter('PagerDuty is back'),
  { what: 'mood', mood: 'ok', line: 'works again; Tocsin finds out by itself', note: 'is well' },
  { what: 'settle' },

  chapter('The rest is mended, too'),
  resolve(payments),
  resolve(login),
  resolve(cache),
  resolve(orders),
  resolve(dns),
  resolve(certificate),
  { what: 'settle' },
];
