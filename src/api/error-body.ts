import { z } from 'zod';

/** The body of every refusal, Kibana's shape. */
export const errorBody = z
  .object({
    statusCode: z.int(),
    error: z.string().meta({ description: 'The name of the status, such as "Bad Request".' }),
    message: z.string().meta({ description: 'What was wrong, with what value, and what would be right.' }),
  })
  .meta({ id: 'Error', description: 'Why a request was refused.' });

/** The refusals that any signed-in route may give, by status. */
export const commonErrors = {
  400: errorBody.describe('The request can not be meant so.'),
  401: errorBody.describe('Not signed in.'),
  429: errorBody.describe('Too many failed sign-ins.'),
  503: errorBody.describe('The store takes nothing just now.'),
};
