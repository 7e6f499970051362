import type { QueryClient } from '@tanstack/react-query';
import { sessionQuery } from './api/session.ts';
import { loadOverview } from './overview/load-overview.ts';
import { overviewQuery } from './overview/overview-queries.ts';

/**
 * Asks, before anything is drawn, for what the page at this path is about to ask for one after the other: who is signed
 * in and, for the overview, with which most visits begin, its code and its numbers. What fails here is told by those
 * who ask for it again.
 */
export function beginFirstPage(queries: QueryClient, pathname: string): void {
  const session = queries.fetchQuery(sessionQuery);
  session.then(
    (who) => {
      // Nobody is asked for numbers that he may not see.
      if (who !== null && pathname === '/') void queries.prefetchQuery(overviewQuery);
    },
    () => {},
  );
  if (pathname === '/') loadOverview().catch(() => {});
}
