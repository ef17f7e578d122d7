import { IconBuilding, IconUser } from '@tabler/icons-react';
import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import type { NavigationItem } from '@/app/navigation';
import { shellRoute } from '@/app/parents';
import { readListSearch, readPageSearch } from './search';
import strings from './strings';

const accounts = createRoute({
  getParentRoute: () => shellRoute,
  path: '/accounts',
  validateSearch: readListSearch,
  component: lazyRouteComponent(() => import('./EntityListPage'), 'AccountListPage'),
});
const contacts = createRoute({
  getParentRoute: () => shellRoute,
  path: '/contacts',
  validateSearch: readListSearch,
  component: lazyRouteComponent(() => import('./EntityListPage'), 'ContactListPage'),
});
const account = createRoute({
  getParentRoute: () => shellRoute,
  path: '/accounts/$id',
  validateSearch: readPageSearch,
  component: lazyRouteComponent(() => import('./AccountPage'), 'AccountPage'),
});
const contact = createRoute({
  getParentRoute: () => shellRoute,
  path: '/contacts/$id',
  validateSearch: readPageSearch,
  component: lazyRouteComponent(() => import('./ContactPage'), 'ContactPage'),
});

/** The pages of this area. */
export const routes = [accounts, contacts, account, contact] as const;

/** Where the main navigation leads to. */
export const navigation: readonly NavigationItem[] = [
  { to: '/accounts', label: strings.accounts, icon: IconBuilding },
  { to: '/contacts', label: strings.contacts, icon: IconUser },
];
