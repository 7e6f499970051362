import assert from 'node:assert/strict';
import { z } from 'zod';
import { type ServerWithFile, serverWithFile } from '../settings-file.ts';

/** Of every connector in these tests. It may be seen in no log line, no error and no answer. */
export const routingKey = 'nW5r0UtIngKeyThatNobodyMaySee123';

const executed = z.looseObject({
  status: z.enum(['ok', 'error']),
  message: z.string().optional(),
  service_message: z.string().optional(),
});

/** What `_execute` answered. */
export interface Executed {
  readonly status: 'ok' | 'error';
  /** The message and what follows it, for people. */
  readonly said: string;
  /** Milliseconds until the answer. */
  readonly took: number;
}

export interface NetworkServerOptions {
  /** Below `actions`. */
  readonly actions?: Readonly<Record<string, unknown>>;
  /** Other settings, by dotted keys. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Ids and API URLs of the connectors that it has. */
  readonly connectors: Readonly<Record<string, string>>;
  readonly env?: Readonly<Record<string, string>>;
  /** What may be seen nowhere, beside the routing key. */
  readonly secrets?: readonly string[];
}

/** The real server, with settings for the network and connectors that they bring. */
export interface NetworkServer extends ServerWithFile {
  /** Sends an event through a connector, once, now. */
  execute(connector: string): Promise<Executed>;
}

/** A settings file in JSON, which is YAML too. */
function fileOf({ actions = {}, settings = {}, connectors }: NetworkServerOptions): string {
  const preconfigured = Object.fromEntries(
    Object.entries(connectors).map(([id, apiUrl]) => [
      id,
      { name: id, actionTypeId: '.pagerduty', config: { apiUrl }, secrets: { routingKey } },
    ]),
  );
  return JSON.stringify({ ...settings, actions: { ...actions, preconfigured } });
}

export async function networkServer(options: NetworkServerOptions): Promise<NetworkServer> {
  const { env = {}, secrets = [] } = options;
  const own = await serverWithFile([fileOf(options)], { env, secrets: [routingKey, ...secrets] });
  return {
    get server() {
      return own.server;
    },
    folder: own.folder,
    write: own.write,
    hangUp: own.hangUp,
    restart: own.restart,
    [Symbol.asyncDispose]: () => own[Symbol.asyncDispose](),
    execute: async (connector) => {
      const startedAt = performance.now();
      const answer = await own.server.call(`/api/actions/connector/${connector}/_execute`, {
        body: { params: { summary: `through ${connector}`, severity: 'critical' } },
      });
      const took = performance.now() - startedAt;
      assert.equal(answer.status, 200, answer.text);
      const { status, message, service_message: more } = executed.parse(answer.body);
      return { status, said: [message, more].filter((text) => text !== undefined).join(': '), took };
    },
  };
}
