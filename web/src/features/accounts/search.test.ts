import { expect, it } from 'vitest';
import { conditionOf, readListSearch, readPageSearch, sortingOf, sortOf } from './search';

it('reads what an address says and nothing else', () => {
  expect(readListSearch({ q: 'acme', sort: '-employees', x: 1, where: '' })).toEqual({ q: 'acme', sort: '-employees' });
  expect(readListSearch({ q: 42 })).toEqual({ q: '42' });
  expect(readPageSearch({ tab: 'timeline', explain: 'icp', types: ['a'] })).toEqual({ tab: 'timeline', explain: 'icp' });
});

it('makes a condition of what was written and the values chosen', () => {
  expect(conditionOf({})).toBeUndefined();
  expect(conditionOf({ where: 'employees > 5 or tier = "A"' })).toBe('employees > 5 or tier = "A"');
  expect(conditionOf({ values: { country: ['Germany', 'A "B" \\ C'] } })).toBe('country in ("Germany", "A \\"B\\" \\\\ C")');
  expect(conditionOf({ where: 'a or b', values: { country: ['Germany'], industry: ['Fintech'] } })).toBe('(a or b) and country in ("Germany") and industry in ("Fintech")');
  expect(readListSearch({ values: { country: ['Germany'], 'x"': ['y'], owner: [] } })).toEqual({ values: { country: ['Germany'] } });
});

it('writes an order and reads it again', () => {
  for (const sort of ['employees', '-employees', undefined]) {
    expect(sortOf(sortingOf(sort))).toBe(sort);
  }
});
