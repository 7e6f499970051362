import { randomUUID } from 'node:crypto';
import { relayEvent } from '../delivery/entering/relay-event.ts';
import { Refusal } from '../refusal.ts';
import { checkAlertEvent } from '../sandbox/check-alert-event.ts';
import { checkChangeEvent } from '../sandbox/check-change-event.ts';
import { checkRoutingKey } from '../sandbox/check-fields.ts';
import { type Fields, readBody, routingKeyOf } from '../sandbox/read-body.ts';
import {
  type Answer,
  accepted,
  changeAccepted,
  invalidEvent,
  maxBodyBytes,
  tooLarge,
  unknownKey,
  unrecognized,
} from '../sandbox/reply.ts';
import type { Services } from './app-types.ts';
import { answerFor } from './status-of.ts';

/** More is not read; what is larger than PagerDuty's 512,000 bytes is made to fit, unless the relay is strict. */
export const maxRelayBody = 1024 * 1024;

/** Seconds after which a client shall ask again when nobody knows better. */
const retryAfter = 5;

export interface RelayRequest {
  readonly kind: 'alert' | 'change';
  /** The header `X-Routing-Key`. */
  readonly keyHeader: string | undefined;
  readonly body: Uint8Array | 'too_large';
}

const newDedupKey = () => randomUUID().replaceAll('-', '');

/** Why Tocsin can not take an event, in PagerDuty's shape. Its clients send it again later. */
export function notTaken(status: number, message: string, seconds?: number): Answer {
  return {
    kind: 'answer',
    status,
    headers: {
      'content-type': 'application/json; charset=utf-8',
      ...(seconds !== undefined && { 'retry-after': String(seconds) }),
    },
    body: JSON.stringify({ status: 'error', message, errors: [message] }),
    delayMs: 0,
  };
}

export interface RelayServices extends Pick<Services, 'delivery' | 'relay' | 'log'> {
  readonly relayKeys: Pick<Services['relayKeys'], 'find'>;
  readonly keyDirectory: Pick<Services['keyDirectory'], 'find'>;
}

/**
 * Makes what answers a call of the relay as PagerDuty would, once the event is on disk (delivery contract, "Fitting",
 * last paragraphs). It judges in PagerDuty's order, as the sandbox does: size, form, key, event. Never rejects.
 */
export function createRelay(services: RelayServices): (request: RelayRequest) => Promise<Answer> {
  const { delivery, relayKeys, keyDirectory, log } = services;
  /** What is wrong with the event, where the relay is strict: PagerDuty's own checks, as the sandbox plays them. */
  const faults = (kind: RelayRequest['kind'], fields: Fields, key: unknown) => {
    const check = kind === 'alert' ? checkAlertEvent(fields, key) : checkChangeEvent(fields, key);
    return check.kind === 'invalid' ? check.errors : [];
  };

  function refuseKey(kind: RelayRequest['kind'], fields: Fields, key: unknown): Answer {
    const errors: string[] = [];
    checkRoutingKey(key, errors);
    if (errors.length === 0) return unknownKey();
    return invalidEvent(services.relay.strict ? faults(kind, fields, key) : errors);
  }

  async function take({ kind, keyHeader, body }: RelayRequest): Promise<Answer> {
    // Asked anew with each event: a reload may have changed it.
    const { strict } = services.relay;
    const maximum = strict ? maxBodyBytes : maxRelayBody;
    if (body === 'too_large') return tooLarge(maximum);
    const read = readBody(body, maximum);
    if (read.kind === 'too_large') return tooLarge(maximum);
    if (read.kind === 'unrecognized') return unrecognized();
    const { fields } = read;
    const key = routingKeyOf(read, keyHeader);
    const connectorId = typeof key === 'string' ? (relayKeys.find(key) ?? keyDirectory.find(key)) : undefined;
    if (connectorId === undefined) return refuseKey(kind, fields, key);
    if (strict) {
      const errors = faults(kind, fields, key);
      if (errors.length > 0) return invalidEvent(errors);
    }
    const connector = await delivery.connector(connectorId);
    const made = relayEvent(fields, kind, connector, {
      newDedupKey,
      acceptedAt: delivery.now(),
      bytes: body.byteLength,
    });
    if (made.kind !== 'event') {
      const answer = invalidEvent(made.errors);
      return made.kind === 'too_large' ? { ...answer, status: 413 } : answer;
    }
    const [kept] = await delivery.accept([made.event]);
    return typeof kept?.dedupKey === 'string' ? accepted(kept.dedupKey) : changeAccepted();
  }

  function refuse(error: unknown): Answer {
    // Deleted since its key was looked up.
    if (error instanceof Refusal && error.code === 'not_found') return unknownKey();
    const { statusCode, message, isDefect } = answerFor(error);
    if (isDefect) {
      log.error({ err: error }, 'the relay failed');
      return notTaken(statusCode, message);
    }
    // A connector that can not be used is for its owner to mend, and what a client sends again is not lost.
    return notTaken(503, message, (error instanceof Refusal ? error.retryAfter : undefined) ?? retryAfter);
  }

  return (request) => take(request).catch(refuse);
}
