import type { ErrorComponentProps } from '@tanstack/react-router';
import { ErrorState } from '@/components/ErrorState';

/** What a page that failed while it was drawn shows. */
export function PageFailure({ error, reset }: ErrorComponentProps) {
  return <ErrorState error={error} onRetry={reset} />;
}
