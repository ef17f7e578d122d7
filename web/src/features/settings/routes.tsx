import { createRoute, lazyRouteComponent, redirect } from '@tanstack/react-router';
import { IconHistory, IconKey, IconUsers, IconWebhook } from '@tabler/icons-react';
import type { NavigationItem } from '@/app/navigation';
import { shellRoute } from '@/app/parents';

const text = (value: unknown) => (typeof value === 'string' && value !== '' ? value : undefined);

const settings = createRoute({
  getParentRoute: () => shellRoute,
  path: '/settings',
  beforeLoad: ({ location }) => {
    if (location.pathname.replace(/\/$/, '') === '/settings') {
      throw redirect({ to: '/settings/people' as never });
    }
  },
});

const people = createRoute({
  getParentRoute: () => settings,
  path: '/people',
  component: lazyRouteComponent(() => import('./people/PeoplePage'), 'PeoplePage'),
});

const keys = createRoute({
  getParentRoute: () => settings,
  path: '/keys',
  component: lazyRouteComponent(() => import('./keys/KeysPage'), 'KeysPage'),
});

const webhooks = createRoute({
  getParentRoute: () => settings,
  path: '/webhooks',
  component: lazyRouteComponent(() => import('./webhooks/WebhooksPage'), 'WebhooksPage'),
});

const webhook = createRoute({
  getParentRoute: () => settings,
  path: '/webhooks/$webhook',
  component: lazyRouteComponent(() => import('./webhooks/WebhookPage'), 'WebhookPage'),
});

/** The filters of the audit log, as its address holds them. */
export interface AuditSearch {
  text?: string;
  action?: string;
  outcome?: 'done' | 'refused';
  from?: string;
  to?: string;
}

const audit = createRoute({
  getParentRoute: () => settings,
  path: '/audit',
  validateSearch: (search: Record<string, unknown>): AuditSearch => ({
    text: text(search['text']),
    action: text(search['action']),
    outcome: search['outcome'] === 'done' || search['outcome'] === 'refused' ? search['outcome'] : undefined,
    from: text(search['from']),
    to: text(search['to']),
  }),
  component: lazyRouteComponent(() => import('./audit/AuditPage'), 'AuditPage'),
});

/** The pages of this area. */
export const routes = [settings.addChildren([people, keys, webhooks, webhook, audit])] as const;

/** Where the main navigation leads to. */
export const navigation: readonly NavigationItem[] = [
  { to: '/settings/people', label: 'People', icon: IconUsers, group: 'Settings', admin: true },
  { to: '/settings/keys', label: 'API keys', icon: IconKey, group: 'Settings', admin: true },
  { to: '/settings/webhooks', label: 'Webhooks', icon: IconWebhook, group: 'Settings' },
  { to: '/settings/audit', label: 'Audit log', icon: IconHistory, group: 'Settings', admin: true },
];
