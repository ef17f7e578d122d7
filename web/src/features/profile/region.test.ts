import { describe, expect, it } from 'vitest';
import { isOpen, readRegion, regionClause, regionOfCells } from './region';

describe('a region of the map', () => {
  const edges = [0, 20, 40, 60, 80, 100];

  it('goes from the lower edge of the first cell to the upper edge of the last', () => {
    expect(regionOfCells([{ fit: 2, timing: 1 }, { fit: 3, timing: 1 }], edges, edges)).toEqual({ fitFrom: 40, fitTo: 80, timingFrom: 20, timingTo: 40 });
  });

  it('is open at the border of the map', () => {
    expect(regionOfCells([{ fit: 3, timing: 0 }, { fit: 4, timing: 4 }], edges, edges)).toEqual({ fitFrom: 60 });
    expect(regionOfCells([], edges, edges)).toEqual({});
  });

  it('is a clause of the language', () => {
    expect(regionClause('segment(icp)', 'fit_score', 'intent_score', { fitFrom: 60, timingTo: 0.5 })).toBe('segment(icp) and fit_score >= 60 and intent_score < 0.5');
    expect(regionClause('segment(icp)', 'a', 'b', {})).toBe('segment(icp)');
  });

  it('is read from an address, and nonsense is left out', () => {
    expect(readRegion({ fitFrom: '40', fitTo: 'x', timingFrom: '', other: 1 })).toEqual({ fitFrom: 40 });
    expect(isOpen(readRegion({}))).toBe(true);
  });
});
