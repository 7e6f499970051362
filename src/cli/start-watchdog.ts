import type { Delivery } from '../delivery/delivery.ts';
import { Watchdog } from '../delivery/watchdog.ts';
import type { OwnCalls } from '../network/network.ts';
import type { DeliveryStore } from '../store/delivery-store.ts';
import type { Log } from '../telemetry/log.ts';
import type { Metrics } from '../telemetry/metrics.ts';
import type { LiveSettings } from './live-settings.ts';
import { timers } from './process-clock.ts';

export interface WatchdogOptions {
  readonly live: LiveSettings;
  readonly delivery: Delivery;
  readonly store: Pick<DeliveryStore, 'incidents' | 'waitingOf'>;
  readonly network: OwnCalls;
  readonly installation: string;
  readonly log: Log;
  readonly metrics: Metrics;
}

/** Lets somebody watch whether delivery works, and the metrics show how it stands. */
export function startWatchdog(options: WatchdogOptions): Watchdog {
  const { live, delivery, store, network, installation, log, metrics } = options;
  const watchdog = new Watchdog({
    clock: timers(performance.now.bind(performance)),
    settings: live.watchdog,
    status: () => delivery.status(),
    call: (url) => network.get({ url, deadline: live.actions.responseTimeout }),
    delivery,
    mayBeOpen: async (connectorId, dedupKey) => {
      const open = await store.incidents({ connectorId, dedupKey }, null, 1);
      if (open.rows.length > 0) return true;
      const waiting = await store.waitingOf({ connectorId }, 0, 500);
      return waiting.rows.some((row) => row.dedupKey === dedupKey && row.kind === 'trigger');
    },
    installation,
    log,
  });
  metrics.watchDelivery(() => ({
    status: delivery.status(),
    paused: live.watchdog.paused,
    mostPending: live.delivery.mostPending,
    freeDisk: delivery.freeDisk,
    works: watchdog.works,
  }));
  watchdog.start();
  return watchdog;
}
