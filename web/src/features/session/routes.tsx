import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import type { NavigationItem } from '@/app/navigation';
import { rootRoute } from '@/app/parents';

const text = (value: unknown) => (typeof value === 'string' && value !== '' ? value : undefined);

const signIn = createRoute({
  getParentRoute: () => rootRoute,
  path: '/sign-in',
  validateSearch: (search: Record<string, unknown>): { to?: string; error?: string } => ({ to: text(search['to']), error: text(search['error']) }),
  component: lazyRouteComponent(() => import('./SignInPage'), 'SignInPage'),
});

const setUp = createRoute({
  getParentRoute: () => rootRoute,
  path: '/set-up',
  validateSearch: (search: Record<string, unknown>): { token?: string } => ({ token: text(search['token']) }),
  component: lazyRouteComponent(() => import('./SetUpPage'), 'SetUpPage'),
});

const setPassword = createRoute({
  getParentRoute: () => rootRoute,
  path: '/set-password',
  validateSearch: (search: Record<string, unknown>): { token?: string } => ({ token: text(search['token']) }),
  component: lazyRouteComponent(() => import('./SetPasswordPage'), 'SetPasswordPage'),
});

/** The pages of this area. */
export const routes = [signIn, setUp, setPassword] as const;

/** Where the main navigation leads to. */
export const navigation: readonly NavigationItem[] = [];
