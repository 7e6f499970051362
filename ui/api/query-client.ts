import { QueryClient } from '@tanstack/react-query';
import { ApiError } from './api-error.ts';

declare module '@tanstack/react-query' {
  interface Register {
    queryMeta: {
      /** Is read again when the stream tells of a change in delivery; `rules`: of any change, also with rules. */
      readonly live?: boolean | 'rules';
    };
  }
}

/** A restart takes seconds: what can not be read just now is asked for a while before the page says so. */
const mostRetries = 3;

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 2000,
      retry: (failures, error) => error instanceof ApiError && error.isPassing && failures < mostRetries,
      retryDelay: (failures) => Math.min(4000, 500 * 2 ** failures),
    },
    mutations: { retry: false },
  },
});
