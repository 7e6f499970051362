import { z } from 'zod';
import { keptConnectorBody } from '../../../src/api/connectors.ts';
import { incidentsAnswer, playKey } from '../../../src/api/sandbox.ts';
import { ask, change, get, withQuery } from '../../api/request.ts';
import { type ConnectorValues, toConnectorBody } from '../../connectors/connector-values.ts';
import { firstStepsTexts } from '../../texts/first-steps.ts';
import type { StepConnector } from './progress.ts';

const connectorsPath = '/api/actions/connector';
const sandboxPath = '/api/tocsin/sandbox';

export async function createConnector(
  values: ConnectorValues,
  sandboxUrl: string | undefined,
): Promise<StepConnector> {
  const body = { ...toConnectorBody(values, sandboxUrl), connector_type_id: '.pagerduty' };
  const { id, name } = await change(keptConnectorBody, 'POST', connectorsPath, body);
  return { id, name, isSandbox: values.place === 'sandbox' };
}

/** Has the sandbox make an integration key, and makes a connector with it. */
export async function createPracticeConnector(sandboxUrl: string): Promise<StepConnector> {
  const { key } = await change(playKey, 'POST', `${sandboxPath}/keys`);
  const name = firstStepsTexts.create.practiseName;
  return createConnector({ name, place: 'sandbox', ownUrl: '', key }, sandboxUrl);
}

/** Of the answer of `_execute` only this: its whole schema would bring all checks of events into the browser. */
const execution = z.object({
  status: z.enum(['ok', 'error']),
  message: z.string().optional(),
  service_message: z.string().optional(),
  data: z
    .looseObject({ message: z.string().optional(), dedup_key: z.string().optional() })
    .optional()
    .catch(undefined),
});

/** What became of one event that was sent at once. */
export type Sent =
  | {
      readonly isDelivered: true;
      readonly words: string;
      readonly dedupKey: string;
      readonly eventId: string | null;
    }
  | { readonly isDelivered: false; readonly words: string };

async function send(connectorId: string, params: object): Promise<Sent> {
  const path = `${connectorsPath}/${encodeURIComponent(connectorId)}/_execute`;
  const { data: answer, headers } = await ask(execution, path, { method: 'POST', body: { params } });
  const { unknown, processed } = firstStepsTexts.test;
  const dedupKey = answer.data?.dedup_key;
  if (answer.status === 'error' || dedupKey === undefined) {
    const words = [answer.message, answer.service_message].filter((each) => each !== undefined);
    return { isDelivered: false, words: words.length === 0 ? unknown : words.join(': ') };
  }
  const words = answer.data?.message ?? processed;
  return { isDelivered: true, words, dedupKey, eventId: headers.get('tocsin-event-id') };
}

/** Opens the incident that the steps are about. */
export function sendTrigger(connectorId: string): Promise<Sent> {
  const { summary, source } = firstStepsTexts.test;
  return send(connectorId, { eventAction: 'trigger', summary, source, severity: 'info' });
}

/** Goes on with it. Rejects, in words, when that was not delivered. */
export async function sendOn(
  connectorId: string,
  eventAction: 'acknowledge' | 'resolve',
  dedupKey: string,
): Promise<void> {
  const sent = await send(connectorId, { eventAction, dedupKey });
  if (!sent.isDelivered) throw new Error(sent.words);
}

/** The incident as the sandbox has it; `null`: it has none. */
export async function readSandboxIncident(dedupKey: string, signal?: AbortSignal) {
  const query = { dedup_key: dedupKey, limit: 1 };
  const { items } = await get(incidentsAnswer, withQuery(`${sandboxPath}/incidents`, query), signal);
  return items[0] ?? null;
}
