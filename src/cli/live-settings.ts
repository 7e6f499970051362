import type { SecretBody } from '../api/secrets.ts';
import { effectiveSettings } from '../config/effective-settings.ts';
import type { LoadedSettings } from '../config/loaded-settings.ts';
import { mergeReloaded, type Reloaded } from '../config/merge-reloaded.ts';
import type { Settings } from '../config/settings.ts';
import type { Preconfigured } from '../connectors/preconfigured-connectors.ts';
import type { DeliverySettings } from '../delivery/assemble.ts';
import type { WatchdogSettings } from '../delivery/watchdog.ts';
import type { NetworkSettings } from '../network/network-settings.ts';
import { deliverySettings } from './delivery-settings.ts';
import { preconfiguredOf } from './preconfigured.ts';
import { preconfiguredSecretsOf } from './preconfigured-secrets.ts';
import { sourceSettings } from './source-settings.ts';

/**
 * The settings in force. Whoever is given one of its groups may keep it: it is changed in place when the settings are
 * read anew, and each look at it finds what holds now.
 */
export class LiveSettings {
  readonly actions: Settings['actions'];
  readonly alerting: Settings['alerting'];
  readonly delivery: DeliverySettings;
  readonly relay: Settings['relay'];
  /** How rules reach the systems that they watch. */
  readonly sources: NetworkSettings;
  /** What secrets of rules may name. */
  readonly secrets: Settings['rules']['secrets'];
  #preconfiguredSecrets: ReadonlyMap<string, SecretBody>;
  readonly session: Settings['session'];
  readonly watchdog: WatchdogSettings;
  #loaded: LoadedSettings;
  #preconfigured: Preconfigured;

  constructor(loaded: LoadedSettings) {
    const { settings } = loaded;
    this.#loaded = loaded;
    this.#preconfigured = preconfiguredOf(settings);
    // Copies, because what was loaded is frozen.
    this.actions = { ...settings.actions };
    this.alerting = { ...settings.alerting };
    this.delivery = deliverySettings(settings);
    this.relay = { ...settings.relay };
    this.sources = sourceSettings(settings);
    this.secrets = { ...settings.rules.secrets };
    this.#preconfiguredSecrets = preconfiguredSecretsOf(settings);
    this.session = { ...settings.session };
    this.watchdog = watchdogSettings(settings);
  }

  get settings(): Settings {
    return this.#loaded.settings;
  }

  get loaded(): LoadedSettings {
    return this.#loaded;
  }

  /** The connectors that the settings bring. */
  get preconfigured(): Preconfigured {
    return this.#preconfigured;
  }

  /** The secrets of rules that the settings bring. */
  get preconfiguredSecrets(): ReadonlyMap<string, SecretBody> {
    return this.#preconfiguredSecrets;
  }

  /** What `GET /api/tocsin/settings` tells. */
  get effective() {
    return effectiveSettings(this.#loaded);
  }

  /** Takes what can change while the server runs. */
  replace(read: LoadedSettings): Reloaded {
    const reloaded = mergeReloaded(this.#loaded, read);
    const { settings } = reloaded.loaded;
    this.#loaded = reloaded.loaded;
    this.#preconfigured = preconfiguredOf(settings);
    Object.assign(this.actions, settings.actions);
    Object.assign(this.alerting, settings.alerting);
    Object.assign(this.delivery, deliverySettings(settings));
    Object.assign(this.relay, settings.relay);
    Object.assign(this.sources, sourceSettings(settings));
    Object.assign(this.secrets, settings.rules.secrets);
    this.#preconfiguredSecrets = preconfiguredSecretsOf(settings);
    Object.assign(this.session, settings.session);
    Object.assign(this.watchdog, watchdogSettings(settings));
    return reloaded;
  }
}

function watchdogSettings({ watchdog, delivery }: Settings): WatchdogSettings {
  const { url, maxDelay, connector } = watchdog;
  return { url, maxDelay, connector, paused: delivery.paused };
}
