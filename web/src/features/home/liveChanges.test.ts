import { describe, expect, it } from 'vitest';
import { mostShown, readChange, tally, withNewer, type LiveChange } from './liveChanges';

function change(offset: number, event: 'entered' | 'left' = 'entered'): LiveChange {
  return { offset, segment: 's', version: 1, of: 'account', id: `a${offset}`, event, at: '2026-11-22T00:00:00Z', cause: { kind: 'event' } };
}

describe('live changes', () => {
  it('shows the newest first, each once', () => {
    const shown = withNewer(withNewer([], [change(1), change(2)]), [change(2), change(3)]);
    expect(shown.map((one) => one.offset)).toEqual([3, 2, 1]);
  });

  it('keeps as many as can be read', () => {
    const many = Array.from({ length: mostShown + 20 }, (_, offset) => change(offset));
    const shown = withNewer([], many);
    expect(shown).toHaveLength(mostShown);
    expect(shown[0]!.offset).toBe(mostShown + 19);
  });

  it('stays the same where nothing is new', () => {
    const shown = withNewer([], [change(5)]);
    expect(withNewer(shown, [change(5), change(4)])).toBe(shown);
  });

  it('counts who entered and left', () => {
    expect(tally([change(1), change(2, 'left'), change(3)])).toEqual({ entered: 2, left: 1 });
  });

  it('takes no text that is none of a change', () => {
    expect(readChange('{"x":1}')).toBeNull();
    expect(readChange('no')).toBeNull();
    expect(readChange(JSON.stringify(change(7)))?.offset).toBe(7);
  });
});
