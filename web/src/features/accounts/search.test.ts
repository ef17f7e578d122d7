import { expect, it } from 'vitest';
import { readListSearch, readPageSearch, sortingOf, sortOf } from './search';

it('reads what an address says and nothing else', () => {
  expect(readListSearch({ q: 'acme', sort: '-employees', x: 1, where: '' })).toEqual({ q: 'acme', sort: '-employees' });
  expect(readListSearch({ q: 42 })).toEqual({ q: '42' });
  expect(readPageSearch({ tab: 'timeline', explain: 'icp', types: ['a'] })).toEqual({ tab: 'timeline', explain: 'icp' });
});

it('writes an order and reads it again', () => {
  for (const sort of ['employees', '-employees', undefined]) {
    expect(sortOf(sortingOf(sort))).toBe(sort);
  }
});
