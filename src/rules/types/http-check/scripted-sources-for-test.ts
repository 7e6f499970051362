import type { SourceAnswer, SourceCall, Sources } from '../../sources.ts';

type Answered = Extract<SourceAnswer, { kind: 'answered' }>;

/** An answer as a test needs it: 200 after 20 ms, unless something else is said. */
export function answered(words: Partial<Answered> = {}): Answered {
  return {
    kind: 'answered',
    status: 200,
    headers: {},
    body: '',
    isCut: false,
    url: new URL('https://answered.example'),
    duration: 20,
    ...words,
  };
}

export function failed(message: string, cause: 'network' | 'tls' | 'timeout' | 'refused' = 'network') {
  return { kind: 'failed', cause, message, duration: 5 } as const satisfies SourceAnswer;
}

/** Sources that answer by a script, host by host; the last answer of a host holds for all further calls. */
export class ScriptedSources implements Sources {
  readonly calls: SourceCall[] = [];
  /** The most calls that were under way at once. */
  mostAtOnce = 0;
  #underWay = 0;
  readonly #script: Map<string, SourceAnswer[]>;

  constructor(script: Readonly<Record<string, SourceAnswer | readonly SourceAnswer[]>>) {
    this.#script = new Map(Object.entries(script).map(([host, answers]) => [host, [answers].flat()]));
  }

  async call(call: SourceCall): Promise<SourceAnswer> {
    this.calls.push(call);
    this.#underWay++;
    this.mostAtOnce = Math.max(this.mostAtOnce, this.#underWay);
    await new Promise(setImmediate);
    this.#underWay--;
    const answers = this.#script.get(call.url.hostname) ?? [];
    const answer = answers.length > 1 ? answers.shift() : answers[0];
    return answer ?? failed(`the script knows no ${call.url.hostname}`);
  }
}
