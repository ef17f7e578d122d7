import { QueryClient } from '@tanstack/react-query';
import { ApiError } from './ApiError';

/** What was read from the server: kept a moment, asked again when a person comes back to it. */
export const queries = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 10_000,
      retry: (failures, error) => failures < 2 && !(error instanceof ApiError && error.status >= 400 && error.status < 500),
    },
  },
});
