import { IconBulb, IconGauge, IconLayoutList, IconTargetArrow, IconUserStar } from '@tabler/icons-react';
import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import type { NavigationItem } from '@/app/navigation';
import { shellRoute } from '@/app/parents';
import { readRegion, type RegionSearch } from './region';
import strings from './strings';

const text = (value: unknown) => (typeof value === 'string' && value !== '' ? value : undefined);
const whole = (value: unknown) => (Number.isInteger(Number(value)) && value !== undefined && value !== '' ? Number(value) : undefined);

/** What of the scores is shown. */
export interface ScoresSearch {
  score?: string | undefined;
  version?: number | undefined;
}

/** What the map of tiers shows. */
export interface TiersSearch extends RegionSearch {
  profile?: string | undefined;
  fit?: string | undefined;
  timing?: string | undefined;
  capacity?: string | undefined;
}

export const segmentationTabs = ['groups', 'flow', 'validation'] as const;

/** What of a segmentation is shown. */
export interface SegmentationSearch {
  tab?: (typeof segmentationTabs)[number] | undefined;
  months?: number | undefined;
}

const profile = createRoute({
  getParentRoute: () => shellRoute,
  path: '/profile',
  validateSearch: (search: Record<string, unknown>): { months?: number | undefined } => ({ months: whole(search['months']) }),
  component: lazyRouteComponent(() => import('./ProfilePage'), 'ProfilePage'),
});
const scores = createRoute({
  getParentRoute: () => shellRoute,
  path: '/profile/scores',
  validateSearch: (search: Record<string, unknown>): ScoresSearch => ({ score: text(search['score']), version: whole(search['version']) }),
  component: lazyRouteComponent(() => import('./ScoresPage'), 'ScoresPage'),
});
const tiers = createRoute({
  getParentRoute: () => shellRoute,
  path: '/profile/tiers',
  validateSearch: (search: Record<string, unknown>): TiersSearch => ({
    profile: text(search['profile']),
    fit: text(search['fit']),
    timing: text(search['timing']),
    capacity: text(search['capacity']),
    ...readRegion(search),
  }),
  component: lazyRouteComponent(() => import('./TiersPage'), 'TiersPage'),
});
const topics = createRoute({
  getParentRoute: () => shellRoute,
  path: '/profile/topics',
  validateSearch: (search: Record<string, unknown>): { topics?: string | undefined } => ({ topics: text(search['topics']) }),
  component: lazyRouteComponent(() => import('./TopicsPage'), 'TopicsPage'),
});
const segmentations = createRoute({
  getParentRoute: () => shellRoute,
  path: '/profile/segmentations',
  component: lazyRouteComponent(() => import('./SegmentationsPage'), 'SegmentationsPage'),
});
const segmentation = createRoute({
  getParentRoute: () => shellRoute,
  path: '/profile/segmentations/$name',
  validateSearch: (search: Record<string, unknown>): SegmentationSearch => ({
    tab: segmentationTabs.find((tab) => tab === search['tab']),
    months: whole(search['months']),
  }),
  component: lazyRouteComponent(() => import('./SegmentationPage'), 'SegmentationPage'),
});

/** The pages of this area. */
export const routes = [profile, scores, tiers, topics, segmentations, segmentation] as const;

/** Where the main navigation leads to. */
export const navigation: readonly NavigationItem[] = [
  { to: '/profile', label: strings.profile, icon: IconUserStar, group: strings.group },
  { to: '/profile/scores', label: strings.scores, icon: IconGauge, group: strings.group },
  { to: '/profile/tiers', label: strings.tiers, icon: IconTargetArrow, group: strings.group },
  { to: '/profile/topics', label: strings.topics, icon: IconBulb, group: strings.group },
  { to: '/profile/segmentations', label: strings.segmentations, icon: IconLayoutList, group: strings.group },
];
