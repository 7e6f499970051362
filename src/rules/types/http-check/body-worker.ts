import { parentPort } from 'node:worker_threads';
import { z } from 'zod';
import { bodyConditions, judgeBody } from './judge-body.ts';

/** The thread in which bodies are judged, so that no pattern and no document keeps anybody waiting. */
const question = z.object({ text: z.string(), isCut: z.boolean(), conditions: bodyConditions });

parentPort?.on('message', (message: unknown) => {
  const { text, isCut, conditions } = question.parse(message);
  parentPort?.postMessage({ why: judgeBody({ text, isCut }, conditions) });
});
