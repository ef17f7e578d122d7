import { createRouter } from '@tanstack/react-router';
import { routes as accounts } from '@/features/accounts/routes';
import { routes as builder } from '@/features/builder/routes';
import { routes as data } from '@/features/data/routes';
import { routes as home } from '@/features/home/routes';
import { routes as profile } from '@/features/profile/routes';
import { routes as segments } from '@/features/segments/routes';
import { routes as session } from '@/features/session/routes';
import { routes as settings } from '@/features/settings/routes';
import { PageFailure } from './PageFailure';
import { rootRoute, shellRoute } from './parents';

const tree = rootRoute.addChildren([
  shellRoute.addChildren([...home, ...segments, ...builder, ...accounts, ...profile, ...data, ...settings]),
  ...session,
]);

/** Every page by its address. What a page shows can be shared by its address: filters and tabs are part of it. */
export const router = createRouter({ routeTree: tree, defaultPreload: 'intent', scrollRestoration: true, defaultErrorComponent: PageFailure });

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
