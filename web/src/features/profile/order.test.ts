import { describe, expect, it } from 'vitest';
import { move } from './order';

describe('moving within a list', () => {
  it('puts an item at another place', () => {
    expect(move(['a', 'b', 'c'], 0, 1)).toEqual(['b', 'a', 'c']);
    expect(move(['a', 'b', 'c'], 2, 0)).toEqual(['c', 'a', 'b']);
  });

  it('stays within the list', () => {
    expect(move(['a', 'b'], 0, -1)).toEqual(['a', 'b']);
    expect(move(['a', 'b'], 0, 9)).toEqual(['b', 'a']);
    expect(move([], 0, 1)).toEqual([]);
  });
});
