import { describe, expect, it } from 'vitest';
import { splitColumns } from './columns';
import { lineChanges } from './lineChanges';

describe('line changes', () => {
  it('keep what is the same', () => {
    expect(lineChanges('a\nb\nc\n', 'a\nx\nc\n')).toEqual([
      { kind: 'same', text: 'a' },
      { kind: 'removed', text: 'b' },
      { kind: 'added', text: 'x' },
      { kind: 'same', text: 'c' },
    ]);
  });

  it('tell of a text that is new or gone', () => {
    expect(lineChanges('', 'a\n')).toEqual([{ kind: 'added', text: 'a' }]);
    expect(lineChanges('a\n', '')).toEqual([{ kind: 'removed', text: 'a' }]);
  });
});

it('columns end at commas outside of parentheses and quotes', () => {
  expect(splitColumns('name, count(page_view where page in ("a, b", "c")) in last 30 days, employees')).toEqual([
    'name',
    'count(page_view where page in ("a, b", "c")) in last 30 days',
    'employees',
  ]);
});
