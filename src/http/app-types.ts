import type { IncomingMessage, ServerResponse } from 'node:http';
import type { FastifyBaseLogger, FastifyInstance, RawServerDefault } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import type { z } from 'zod';
import type { ApiKeys } from '../access/api-keys.ts';
import type { Authenticator } from '../access/authenticator.ts';
import type { Caller } from '../access/caller.ts';
import type { Sessions } from '../access/sessions.ts';
import type { SignInLinks } from '../access/sign-in-links.ts';
import type { Users } from '../access/users.ts';
import type { NetworkCheckStep } from '../api/network.ts';
import type { EffectiveSettings } from '../api/settings.ts';
import type { Connectors } from '../connectors/connectors.ts';
import type { KeyDirectory } from '../connectors/key-directory.ts';
import type { RelayKeys } from '../connectors/relay-keys.ts';
import type { DeliveryService } from '../delivery/delivery-service.ts';
import type { DeadLetters } from '../delivery/reading/dead-letters.ts';
import type { DeliveryLog } from '../delivery/reading/delivery-log.ts';
import type { Overview } from '../delivery/reading/overview.ts';
import type { RulePreviews } from '../rules/preview/rule-previews.ts';
import type { RuleRuns } from '../rules/rule-runs.ts';
import type { Rules } from '../rules/rules.ts';
import type { SourceSecrets } from '../rules/secrets/source-secrets.ts';
import type { Heartbeats } from '../rules/types/heartbeat/heartbeats.ts';
import type { Sandbox } from '../sandbox/sandbox.ts';
import type { RuleStore } from '../store/rule-store.ts';
import type { Log } from '../telemetry/log.ts';
import type { Metrics } from '../telemetry/metrics.ts';

/** The Fastify app as every route sees it: bodies and answers are typed by their zod schemas. */
export type App = FastifyInstance<
  RawServerDefault,
  IncomingMessage,
  ServerResponse,
  FastifyBaseLogger,
  ZodTypeProvider
>;

/** What the routes call. */
export interface Services {
  readonly connectors: Connectors;
  readonly rules: Rules;
  readonly ruleRuns: RuleRuns;
  readonly heartbeats: Heartbeats;
  readonly rulePreviews: RulePreviews;
  /** The history of runs, for reading. */
  readonly ruleStore: Pick<RuleStore, 'runs' | 'runEntries' | 'alertEntries' | 'eventSeqs'>;
  /** By which rules say who they are. */
  readonly secrets: SourceSecrets;
  readonly delivery: DeliveryService;
  readonly deliveryLog: DeliveryLog;
  readonly deadLetters: DeadLetters;
  readonly overview: Overview;
  /** The settings in force, for people to read. */
  readonly effectiveSettings: () => EffectiveSettings;
  /** Says step by step how a host is reached; nothing is sent to it. Never rejects. */
  readonly checkHost: (url: URL) => Promise<readonly NetworkCheckStep[]>;
  readonly relayKeys: RelayKeys;
  readonly keyDirectory: KeyDirectory;
  /** `relay.*`. */
  readonly relay: { readonly strict: boolean };
  readonly users: Users;
  readonly apiKeys: ApiKeys;
  readonly authenticator: Authenticator;
  readonly sessions: Sessions;
  readonly signInLinks: SignInLinks;
  /** Absent when `sandbox.enabled` says so. */
  readonly sandbox: Sandbox | undefined;
  readonly metrics: Metrics;
  readonly log: Log;
  /** Rejects when the store takes no writes. */
  readonly checkWritable: () => Promise<void>;
  /** The start is over: what is asked for is answered as it will be from now on. */
  readonly hasStarted: () => boolean;
  readonly now: () => number;
  /** Milliseconds that never jump, for what lasts a while. */
  readonly monotonic: () => number;
}

/** What the rim needs to know of this installation. */
export interface ServerIdentity {
  /** Of Tocsin. */
  readonly version: string;
  /** Of the Kibana whose API is served. */
  readonly kibanaVersion: string;
  readonly uuid: string;
  readonly startedAt: number;
}

declare module 'fastify' {
  interface FastifyContextConfig {
    /**
     * Answered without a sign-in. `loopback`: only to callers on this machine, others sign in. `anonymous`: also to
     * those who do not sign in at all, but not to those who fail to.
     */
    open?: true | 'loopback' | 'anonymous';
    /** What the OpenAPI document says of the body, where the route itself judges it later or otherwise. */
    documentedBody?: z.ZodType;
  }
  interface FastifyRequest {
    /** Who makes the request; `undefined` only on open routes. */
    caller: Caller | undefined;
  }
}
