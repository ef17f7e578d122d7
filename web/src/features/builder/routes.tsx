import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import type { NavigationItem } from '@/app/navigation';
import { shellRoute } from '@/app/parents';
import type { Of } from './model/scope';
import type { InsightTab } from './parts/Insights';

interface BuilderSearch {
  /** The text that a new definition begins with. */
  where?: string | undefined;
  of?: Of | undefined;
  tab?: InsightTab | undefined;
}

const searchOf = (search: Record<string, unknown>): BuilderSearch => ({
  where: typeof search['where'] === 'string' ? search['where'] : undefined,
  of: search['of'] === 'contacts' ? 'contacts' : undefined,
  tab: typeof search['tab'] === 'string' ? (search['tab'] as InsightTab) : undefined,
});

const create = createRoute({
  getParentRoute: () => shellRoute,
  path: '/segments/new',
  validateSearch: searchOf,
  component: lazyRouteComponent(() => import('./BuilderPage'), 'NewSegmentPage'),
});

const edit = createRoute({
  getParentRoute: () => shellRoute,
  path: '/segments/$name/edit',
  validateSearch: searchOf,
  component: lazyRouteComponent(() => import('./BuilderPage'), 'EditSegmentPage'),
});

/** The pages of this area. */
export const routes = [create, edit] as const;

/** Where the main navigation leads to: the builder is reached from the segments. */
export const navigation: readonly NavigationItem[] = [];
