import { expect, it } from 'vitest';
import { fieldLabel, formatValue } from './values';

it('names fields in words', () => {
  expect(fieldLabel('annual_revenue')).toBe('Annual revenue');
  expect(fieldLabel('arr')).toBe('ARR');
  expect(fieldLabel('account.name')).toBe('Account name');
});

it('shows values as people read them', () => {
  expect(formatValue(null)).toBe('');
  expect(formatValue(1234.5)).toBe('1,234.5');
  expect(formatValue(2_500_000, 'money')).toBe('$2.5M');
  expect(formatValue(['a', 'b'])).toBe('a, b');
  expect(formatValue(false)).toBe('no');
  expect(formatValue('2026-11-22T00:00:00Z')).toBe('Nov 22, 2026');
  expect(formatValue('Acme')).toBe('Acme');
});
