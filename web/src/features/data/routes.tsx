import { IconArrowsJoin, IconBinaryTree2, IconBroadcast, IconDatabaseImport, IconFileImport, IconFingerprint, IconHeartbeat } from '@tabler/icons-react';
import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import type { NavigationItem } from '@/app/navigation';
import { shellRoute } from '@/app/parents';
import strings from './strings';

const text = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : typeof value === 'number' ? String(value) : undefined);
const choice = <T extends string>(value: unknown, allowed: readonly T[]): T | undefined => allowed.find((one) => one === value);

const importRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/data/import',
  validateSearch: (search: Record<string, unknown>) => ({ upload: text(search['upload']), rejects: text(search['rejects']) }),
  component: lazyRouteComponent(() => import('./import/ImportPage'), 'ImportPage'),
});

const sourcesRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/data/sources',
  component: lazyRouteComponent(() => import('./sources/SourcesPage'), 'SourcesPage'),
});

const eventsRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/data/events',
  validateSearch: (search: Record<string, unknown>) => ({
    find: text(search['find']),
    outcome: choice(search['outcome'], ['taken', 'duplicate', 'dropped', 'refused']),
    tab: choice(search['tab'], ['live', 'refused', 'send']),
  }),
  component: lazyRouteComponent(() => import('./events/EventsPage'), 'EventsPage'),
});

const catalogRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/data/catalog',
  validateSearch: (search: Record<string, unknown>) => ({
    tab: choice(search['tab'], ['account', 'contact', 'collections', 'events', 'taxonomies']),
    find: text(search['find']),
    taxonomy: text(search['taxonomy']),
    field: text(search['field']),
  }),
  component: lazyRouteComponent(() => import('./catalog/CatalogPage'), 'CatalogPage'),
});

const qualityRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/data/quality',
  validateSearch: (search: Record<string, unknown>) => ({ problem: text(search['problem']), of: choice(search['of'], ['accounts', 'contacts']) }),
  component: lazyRouteComponent(() => import('./quality/QualityPage'), 'QualityPage'),
});

const duplicatesRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/data/duplicates',
  validateSearch: (search: Record<string, unknown>) => ({ of: choice(search['of'], ['accounts', 'contacts']), first: text(search['first']), second: text(search['second']) }),
  component: lazyRouteComponent(() => import('./duplicates/DuplicatesPage'), 'DuplicatesPage'),
});

const identityRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/data/identity',
  validateSearch: (search: Record<string, unknown>) => ({ any: text(search['any']) }),
  component: lazyRouteComponent(() => import('./identity/IdentityPage'), 'IdentityPage'),
});

/** The pages of this area. */
export const routes = [importRoute, sourcesRoute, eventsRoute, catalogRoute, qualityRoute, duplicatesRoute, identityRoute] as const;

/** Where the main navigation leads to. */
export const navigation: readonly NavigationItem[] = [
  { to: '/data/import', label: strings.importTitle, icon: IconFileImport, group: strings.area },
  { to: '/data/sources', label: strings.sourcesTitle, icon: IconDatabaseImport, group: strings.area },
  { to: '/data/events', label: strings.eventsTitle, icon: IconBroadcast, group: strings.area },
  { to: '/data/catalog', label: strings.catalogTitle, icon: IconBinaryTree2, group: strings.area },
  { to: '/data/quality', label: strings.qualityTitle, icon: IconHeartbeat, group: strings.area },
  { to: '/data/duplicates', label: strings.duplicatesTitle, icon: IconArrowsJoin, group: strings.area },
  { to: '/data/identity', label: strings.identityTitle, icon: IconFingerprint, group: strings.area },
];
