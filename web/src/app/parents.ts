import { createRootRoute, createRoute, lazyRouteComponent } from '@tanstack/react-router';

/** Above everything. */
export const rootRoute = createRootRoute({
  notFoundComponent: lazyRouteComponent(() => import('./NotFoundPage'), 'NotFoundPage'),
});

/** Pages with the navigation around them, for people who are signed in. */
export const shellRoute = createRoute({
  getParentRoute: () => rootRoute,
  id: 'shell',
  component: lazyRouteComponent(() => import('./Shell'), 'Shell'),
});
