import { IconHome } from '@tabler/icons-react';
import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import type { NavigationItem } from '@/app/navigation';
import { shellRoute } from '@/app/parents';
import strings from './strings';

const home = createRoute({
  getParentRoute: () => shellRoute,
  path: '/',
  validateSearch: (search: Record<string, unknown>): { attention?: string; segment?: string } => ({
    ...(typeof search['attention'] === 'string' ? { attention: search['attention'] } : {}),
    ...(typeof search['segment'] === 'string' ? { segment: search['segment'] } : {}),
  }),
  component: lazyRouteComponent(() => import('./HomePage'), 'HomePage'),
});

/** The pages of this area. */
export const routes = [home] as const;

/** Where the main navigation leads to. */
export const navigation: readonly NavigationItem[] = [{ to: '/', label: strings.title, icon: IconHome }];
