import { z } from 'zod';
import { eventsBody } from '../../api/events.ts';
import { askServer } from '../call-server.ts';
import type { CommandContext } from '../context.ts';
import type { LoggedEvent } from './account.ts';
import type { Alarm } from './story.ts';

const connectorId = 'on-call';
const acceptedBody = z.object({ id: z.string() });
const statusBody = z.object({ backlog: z.object({ events: z.number() }) });
const anything = z.unknown();

/** The HTTP API of the demo's server, as far as the demo needs it. */
export class TocsinClient {
  readonly #context: CommandContext;
  readonly #data: string;

  /** `context` is that of the demo's own folder: no settings of the user's. */
  constructor(context: CommandContext, data: string) {
    this.#context = context;
    this.#data = data;
  }

  async createConnector(apiUrl: string, routingKey: string): Promise<void> {
    const body = {
      name: 'On-call',
      connector_type_id: '.pagerduty',
      config: { apiUrl },
      secrets: { routingKey },
    };
    await this.#ask('POST', `/api/actions/connector/${connectorId}`, anything, body);
  }

  /** Gives the id of the event once Tocsin has it on disk. */
  async enqueue(action: 'trigger' | 'acknowledge' | 'resolve', alarm: Alarm): Promise<string> {
    const { dedupKey, ...content } = alarm;
    const params = { eventAction: action, dedupKey, ...(action === 'trigger' && content) };
    const path = `/api/tocsin/connector/${connectorId}/_enqueue`;
    return (await this.#ask('POST', path, acceptedBody, params)).id;
  }

  /** How many events wait to be delivered. */
  async waiting(): Promise<number> {
    return (await this.#ask('GET', '/api/tocsin/status', statusBody)).backlog.events;
  }

  /** The whole delivery log. */
  async log(): Promise<LoggedEvent[]> {
    const events: LoggedEvent[] = [];
    for (let cursor: string | null = ''; cursor !== null; ) {
      const path: string = `/api/tocsin/events?limit=200${cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`}`;
      const page: z.output<typeof eventsBody> = await this.#ask('GET', path, eventsBody);
      events.push(...page.items);
      cursor = page.next_cursor;
    }
    return events;
  }

  #ask<T>(method: 'GET' | 'POST', path: string, schema: z.ZodType<T>, body?: unknown): Promise<T> {
    const request = { method, path, ...(body !== undefined && { body }) };
    return askServer(this.#context, { data: this.#data }, request, schema);
  }
}
