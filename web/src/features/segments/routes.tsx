import { IconChecklist, IconUsersGroup } from '@tabler/icons-react';
import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import type { NavigationItem } from '@/app/navigation';
import { shellRoute } from '@/app/parents';

export const statuses = ['invalid', 'notLive', 'tooSmall', 'reviewDue', 'proposed'] as const;
export const segmentTabs = ['members', 'near-misses', 'size', 'changes', 'breakdown', 'overlap', 'definition', 'history', 'used-by'] as const;

/** What the list of segments is narrowed by. */
export interface ListSearch {
  q?: string | undefined;
  of?: 'accounts' | 'contacts' | undefined;
  status?: (typeof statuses)[number] | undefined;
  owner?: string | undefined;
}

/** What of a segment is shown. */
export interface SegmentSearch {
  tab?: (typeof segmentTabs)[number] | undefined;
  /** The columns of the members, separated by commas. */
  columns?: string | undefined;
  /** The order of the members, as `employees desc`. */
  sort?: string | undefined;
  /** The member whose membership is explained. */
  why?: string | undefined;
  /** What the members are broken down by. */
  by?: string | undefined;
  /** The segments that it is laid over, separated by commas. */
  with?: string | undefined;
  /** How many days the size is shown for. */
  days?: number | undefined;
}

const text = (value: unknown) => (typeof value === 'string' && value !== '' ? value : undefined);
const oneOf = <T extends string>(names: readonly T[], value: unknown) => names.find((name) => name === value);

const list = createRoute({
  getParentRoute: () => shellRoute,
  path: '/segments',
  validateSearch: (search: Record<string, unknown>): ListSearch => ({
    q: text(search['q']),
    of: oneOf(['accounts', 'contacts'], search['of']),
    status: oneOf(statuses, search['status']),
    owner: text(search['owner']),
  }),
  component: lazyRouteComponent(() => import('./SegmentsPage'), 'SegmentsPage'),
});

const one = createRoute({
  getParentRoute: () => shellRoute,
  path: '/segments/$name',
  validateSearch: (search: Record<string, unknown>): SegmentSearch => ({
    tab: oneOf(segmentTabs, search['tab']),
    columns: text(search['columns']),
    sort: text(search['sort']),
    why: text(search['why']),
    by: text(search['by']),
    with: text(search['with']),
    days: Number(search['days']) > 0 ? Number(search['days']) : undefined,
  }),
  component: lazyRouteComponent(() => import('./SegmentPage'), 'SegmentPage'),
});

const proposals = createRoute({
  getParentRoute: () => shellRoute,
  path: '/proposals',
  component: lazyRouteComponent(() => import('./ProposalsPage'), 'ProposalsPage'),
});

/** The pages of this area. */
export const routes = [list, one, proposals] as const;

/** Where the main navigation leads to. */
export const navigation: readonly NavigationItem[] = [
  { to: '/segments', label: 'Segments', icon: IconUsersGroup },
  { to: '/proposals', label: 'Proposals', icon: IconChecklist },
];
