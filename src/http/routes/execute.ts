import type { FastifyReply } from 'fastify';
import type { z } from 'zod';
import { connectorIdParams } from '../../api/connectors.ts';
import { commonErrors, errorBody } from '../../api/error-body.ts';
import { documentedExecuteBody, executeBody, executionBody } from '../../api/execute.ts';
import type { Execution } from '../../connectors/execution.ts';
import type { App, Services } from '../app-types.ts';

function toWire(execution: Execution): z.input<typeof executionBody> {
  const { connectorId: connector_id, status } = execution;
  if (status === 'ok') return { connector_id, status, data: execution.data };
  const { message, serviceMessage, retry, errorSource, errors } = execution;
  return {
    connector_id,
    status,
    message,
    service_message: serviceMessage,
    retry,
    errorSource,
    ...(errors !== undefined && { errors: [...errors] }),
  };
}

/** Ends the outgoing call when the caller hangs up, as Kibana does. */
function hangUpSignal(reply: FastifyReply): AbortSignal {
  const controller = new AbortController();
  reply.raw.on('close', () => {
    if (!reply.raw.writableFinished) controller.abort();
  });
  return controller.signal;
}

/** Sends one event, once, now (contract 1.4). */
export function executeRoutes(app: App, { connectors }: Services): void {
  app.post(
    '/api/actions/connector/:id/_execute',
    {
      config: { documentedBody: documentedExecuteBody },
      schema: {
        tags: ['connectors'],
        summary: 'Send one event now, in one attempt',
        description:
          'Answers 200 also when the attempt failed: `status` tells. The header `tocsin-event-id` names the event in the delivery log (`/api/tocsin/events/{id}`), when one was made.',
        params: connectorIdParams,
        body: executeBody,
        response: {
          200: executionBody,
          ...commonErrors,
          403: errorBody.describe('The connector type is not enabled.'),
          404: errorBody.describe('There is no such connector.'),
        },
      },
    },
    async (request, reply) => {
      const { id } = request.params;
      const execution = await connectors.execute(id, request.body.params, hangUpSignal(reply));
      if (execution.eventId !== undefined) reply.header('tocsin-event-id', execution.eventId);
      return toWire(execution);
    },
  );
}
