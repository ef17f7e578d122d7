import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, it } from 'vitest';
import { renderPart } from '@/test/render';
import { Explanation, type ExplanationData } from './Explanation';

const holds = { since: null, sinceWhy: null, until: null, untilWhy: null, dependsOnOthers: false };
const clause = (text: string, isTrue: boolean, missing: string | null = null) =>
  ({ text, kind: 'predicate', isTrue, holds, actual: `${text} actual`, missing, change: null, evidence: null, parts: [] }) as ExplanationData['where'];

const explanation = {
  segment: 'large',
  of: 'account',
  id: 'a1',
  name: 'Acme',
  asOf: '2026-11-22T00:00:00Z',
  isMember: false,
  holds,
  where: { ...clause('all', false), kind: 'and', parts: [clause('employees >= 500', false, '300 fewer than 500'), clause('country = "Germany"', true)] },
  onIncludeList: false,
  exclude: null,
  changes: [{ clause: 'employees >= 500', change: 'employees rises by 300' }],
  isNearMiss: true,
} as ExplanationData;

it('says why somebody is not in, and what would change that', () => {
  renderPart(<Explanation explanation={explanation} />);
  expect(screen.getByText('Acme is not in large')).toBeVisible();
  expect(screen.getByText('300 fewer than 500')).toBeVisible();
  expect(screen.getByText('employees rises by 300')).toBeVisible();
  expect(screen.getByText('one change away')).toBeVisible();
  expect(screen.getAllByText('does not hold').length).toBeGreaterThan(0);
});

it('shows only what stands in the way where that is wanted', async () => {
  renderPart(<Explanation explanation={explanation} />);
  expect(screen.getByText('country = "Germany"')).toBeVisible();
  await userEvent.click(screen.getByRole('switch', { name: 'Only what stands in the way' }));
  expect(screen.queryByText('country = "Germany"')).toBeNull();
  expect(screen.getByText('employees >= 500')).toBeVisible();
});
