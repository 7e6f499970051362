import { randomBytes } from 'node:crypto';
import type { Connectors } from '../connectors/connectors.ts';
import type { Keyring } from '../connectors/secrets/keyring.ts';
import { type DeliverySettings, openDelivery } from '../delivery/assemble.ts';
import type { Delivery } from '../delivery/delivery.ts';
import type { DeliveryObserver } from '../delivery/delivery-observer.ts';
import type { Network, OwnServer } from '../network/network.ts';
import { isPagerDutyHost } from '../pagerduty/regions.ts';
import type { Store } from '../store/store.ts';
import { processClock } from './process-clock.ts';

/** What PagerDuty, and its double here, allows a key in any 60 s. */
const pagerDutyLimit = 120;

export interface StartDeliveryOptions {
  readonly settings: DeliverySettings;
  readonly store: Store;
  readonly keyring: Keyring;
  readonly network: Network;
  readonly connectors: Pick<Connectors, 'usable' | 'requireEnabled'>;
  readonly ownServer: () => OwnServer | undefined;
  readonly observer: DeliveryObserver;
}

/** Wires delivery to this process: its clock, its settings, its network. It sends nothing yet. */
export function loadDelivery(options: StartDeliveryOptions): Promise<Delivery> {
  const { settings, store, keyring, network, connectors, ownServer, observer } = options;
  return openDelivery({
    store: store.delivery,
    meta: store.meta,
    clock: processClock,
    random: Math.random,
    randomKey: () => randomBytes(16).toString('hex'),
    network,
    connectors,
    keyring,
    settings,
    startLimitOf: (url) =>
      isPagerDutyHost(url.hostname) || url.href === ownServer()?.sandboxUrl ? pagerDutyLimit : undefined,
    observer,
  });
}
