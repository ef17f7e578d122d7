import { createRootRoute, createRoute, lazyRouteComponent, redirect } from '@tanstack/react-router';
import { loadSession } from '@/features/session/session';

/** Above everything. */
export const rootRoute = createRootRoute({
  notFoundComponent: lazyRouteComponent(() => import('./NotFoundPage'), 'NotFoundPage'),
});

/** Pages with the navigation around them, for people who are signed in. */
export const shellRoute = createRoute({
  getParentRoute: () => rootRoute,
  id: 'shell',
  // Nothing is asked for before it is known who asks; a key that stands for a sign-in has a workspace but no person.
  beforeLoad: async ({ location }) => {
    const session = await loadSession();
    if (!session.workspace) {
      throw redirect({ to: '/sign-in' as never, search: (location.pathname === '/' ? {} : { to: location.href }) as never });
    }
  },
  component: lazyRouteComponent(() => import('./Shell'), 'Shell'),
});
