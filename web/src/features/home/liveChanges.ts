/** A change of membership as the stream tells it. */
export interface LiveChange {
  offset: number;
  segment: string;
  version: number;
  of: 'account' | 'contact';
  id: string;
  event: 'entered' | 'left';
  at: string;
  cause: { kind: string; id?: string };
}

/** So many changes are shown at the most. */
export const mostShown = 100;

/** Reads what a stream's event carries; null where it is no change. */
export function readChange(data: string): LiveChange | null {
  try {
    const change = JSON.parse(data) as LiveChange;
    return typeof change.offset === 'number' && typeof change.segment === 'string' ? change : null;
  } catch {
    return null;
  }
}

/** Puts changes before those that are shown, the newest first; one that is there already is not put there again. */
export function withNewer(shown: readonly LiveChange[], arrived: readonly LiveChange[]): readonly LiveChange[] {
  const newest = shown[0]?.offset ?? -1;
  const newer = arrived.filter((change) => change.offset > newest).sort((one, other) => other.offset - one.offset);
  return newer.length === 0 ? shown : [...newer, ...shown].slice(0, mostShown);
}

/** How many of the changes entered, and how many left. */
export function tally(changes: readonly LiveChange[]): { entered: number; left: number } {
  const entered = changes.filter((change) => change.event === 'entered').length;
  return { entered, left: changes.length - entered };
}
