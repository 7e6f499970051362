import { StoreError, type StoreErrorCode } from '../store/store-error.ts';
import type { Services } from './app-types.ts';

/** Probes come often and from anywhere; a commit a second answers them all. */
const checkEvery = 1000;

/** What anybody may be told; the log has the whole message, with the file's name. */
const words: Record<StoreErrorCode, string> = {
  full: 'The disk of the data folder is full. Free some space there; no restart is needed.',
  busy: 'Another process holds the database.',
  corrupt: 'The database is damaged; the log says more.',
  newer: 'The database was written by a newer Tocsin.',
  unavailable: 'The store takes no writes; the log says why.',
};

/**
 * Makes the question whether the store takes writes: it settles with nothing, or with what is wrong, in words for
 * strangers. The store is asked at most once a second, and everybody who asks meanwhile has the same answer. The log
 * is told when it begins and when it is over.
 */
export function createWritableCheck({
  checkWritable,
  monotonic,
  log,
}: Pick<Services, 'checkWritable' | 'monotonic' | 'log'>): () => Promise<string | undefined> {
  let asked: { at: number; answer: Promise<string | undefined> } | undefined;
  let known: string | undefined;

  async function ask(): Promise<string | undefined> {
    let problem: string | undefined;
    let details = '';
    try {
      await checkWritable();
    } catch (error) {
      problem = words[error instanceof StoreError ? error.code : 'unavailable'];
      details = error instanceof Error ? error.message : String(error);
    }
    if (problem !== undefined && problem !== known) log.error({}, `the store takes no writes: ${details}`);
    if (problem === undefined && known !== undefined) log.info({}, 'the store takes writes again');
    known = problem;
    return problem;
  }

  return () => {
    if (asked === undefined || monotonic() - asked.at >= checkEvery)
      asked = { at: monotonic(), answer: ask() };
    return asked.answer;
  };
}
