import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { ErrorState } from './ErrorState';
import { LoadingState } from './LoadingState';

/** Shows what a query brought; until then that it is loading, or why it could not be loaded. */
export function QueryState<T>({ query, lines, children }: { query: UseQueryResult<T, unknown>; lines?: number; children: (data: T) => ReactNode }) {
  if (query.data !== undefined) {
    return children(query.data);
  }
  if (query.isError) {
    return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  }
  return <LoadingState lines={lines ?? 5} />;
}
