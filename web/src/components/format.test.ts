import { setWorkspace } from '@/api/workspace';
import { formatAgo, formatCount, formatInstant, formatShare } from './format';

describe('format', () => {
  it('writes numbers as the workspace does', () => {
    expect(formatCount(1234567)).toBe('1,234,567');
    expect(formatShare(0.1234)).toBe('12.3%');
  });

  it('writes instants in the zone of the workspace', () => {
    setWorkspace({ zone: 'America/New_York' });
    expect(formatInstant('2026-01-01T02:00:00Z', 'date')).toBe('Dec 31, 2025');
    setWorkspace({ zone: 'UTC' });
    expect(formatInstant('2026-01-01T02:00:00Z', 'date')).toBe('Jan 1, 2026');
  });

  it('says how long ago something was', () => {
    const now = Date.parse('2026-11-22T12:00:00Z');
    expect(formatAgo('2026-11-22T11:58:30Z', now)).toBe('1 minute ago');
    expect(formatAgo('2026-11-25T13:00:00Z', now)).toBe('in 3 days');
  });
});
