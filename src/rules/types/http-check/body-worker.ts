import { type MessagePort, parentPort } from 'node:worker_threads';
import { z } from 'zod';
import { bodyConditions, compileBodyConditions } from './judge-body.ts';

const question = z.object({
  bytes: z.instanceof(Uint8Array),
  isCut: z.boolean(),
  conditions: z.string(),
});

/** So many conditions are kept compiled. */
const mostCompiled = 1000;

/** The thread in which bodies are judged, so that no pattern and no document keeps anybody waiting. */
function answerQuestions(port: MessagePort): void {
  const decoder = new TextDecoder();
  const compiled = new Map<string, ReturnType<typeof compileBodyConditions>>();
  const compile = (conditions: string) => {
    const known = compiled.get(conditions);
    if (known !== undefined) return known;
    if (compiled.size === mostCompiled) compiled.clear();
    const judge = compileBodyConditions(bodyConditions.parse(JSON.parse(conditions)));
    compiled.set(conditions, judge);
    return judge;
  };
  port.on('message', (message: unknown) => {
    const { bytes, isCut, conditions } = question.parse(message);
    const text = decoder.decode(bytes);
    port.postMessage({ ready: false, why: compile(conditions)({ text, isCut }) });
  });
  port.postMessage({ ready: true });
}

if (parentPort !== null) answerQuestions(parentPort);
