import type { components } from '@/api/schema';

export type LiveMessage = components['schemas']['LiveMessage'];

/** A change of membership that a message made. */
export interface LiveMembership {
  messageId: string;
  segment: string;
  of: 'accounts' | 'contacts';
  id: string;
  entered: boolean;
}

/** A message as the page shows it. */
export interface ShownMessage {
  /** Tells it from the others; ascending. */
  key: number;
  message: LiveMessage;
  changes: readonly LiveMembership[];
}

/** What the page shows of the stream. */
export interface Shown {
  next: number;
  /** The newest first. */
  messages: readonly ShownMessage[];
  skipped: number;
}

/** How many messages stay on the page. */
export const mostShown = 300;

export const nothingShown: Shown = { next: 1, messages: [], skipped: 0 };

/** What is shown after an event of the stream. */
export function follow(shown: Shown, name: string, data: string): Shown {
  switch (name) {
    case 'message':
      return {
        ...shown,
        next: shown.next + 1,
        messages: [{ key: shown.next, message: JSON.parse(data) as LiveMessage, changes: [] }, ...shown.messages].slice(0, mostShown),
      };
    case 'membership': {
      const change = JSON.parse(data) as LiveMembership;
      let found = false;
      const messages = shown.messages.map((one) => {
        if (found || !isOf(one.message, change)) {
          return one;
        }
        found = true;
        return { ...one, changes: [...one.changes, change] };
      });
      return found ? { ...shown, messages } : shown;
    }
    case 'skipped':
      return { ...shown, skipped: shown.skipped + (JSON.parse(data) as { messages: number }).messages };
    default:
      return shown;
  }
}

function isOf(message: LiveMessage, change: LiveMembership): boolean {
  return message.outcome === 'taken' && (message.messageId === change.messageId || message.events.some((made) => made.id === change.messageId));
}

/** The ways to send an event to a server, ready to be copied. */
export function snippets(origin: string, writeKey: string): { browser: string; node: string; curl: string } {
  const key = writeKey === '' ? 'YOUR_WRITE_KEY' : writeKey;
  const host = origin.replace(/^https?:\/\//, '');
  return {
    browser: `import { AnalyticsBrowser } from '@segment/analytics-next';

const analytics = AnalyticsBrowser.load(
  { writeKey: '${key}', cdnURL: '${origin}' },
  { integrations: { 'Segment.io': { apiHost: '${host}/v1', protocol: '${origin.startsWith('https') ? 'https' : 'http'}' } } },
);
analytics.page();
analytics.identify('ada@example.com', { email: 'ada@example.com' });
analytics.track('Demo Requested', { product: 'Platform' });`,
    node: `import { Analytics } from '@segment/analytics-node';

const analytics = new Analytics({ writeKey: '${key}', host: '${origin}', path: '/v1/batch' });
analytics.track({ userId: 'ada@example.com', event: 'Demo Requested', context: { groupId: 'example.com' } });
await analytics.closeAndFlush();`,
    curl: `curl ${origin}/v1/track -u ${key}: -H 'Content-Type: application/json' \\
  -d '{"userId": "ada@example.com", "event": "Demo Requested", "context": {"groupId": "example.com"}}'`,
  };
}
