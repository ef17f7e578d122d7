import { expect, it } from 'vitest';
import { enteredLately } from './WhyNow';

const now = Date.parse('2026-11-22T12:00:00Z');
const held = (name: string, enteredAt: string | null, cause = 'event') => ({ name, title: name, version: 1, objective: null, owner: null, enteredAt, cause }) as never;

it('shows the segments of the last week that the definition did not bring', () => {
  const memberships = {
    id: 'a',
    at: '',
    nearly: [],
    changes: [],
    segments: [held('new', '2026-11-21T12:00:00Z'), held('old', '2026-11-01T12:00:00Z'), held('always', null), held('redefined', '2026-11-22T11:00:00Z', 'definition')],
  };
  expect(enteredLately(memberships, now).map((segment) => segment.name)).toEqual(['new']);
});
