import type { components } from '@/api/schema';

export type Pair = components['schemas']['DuplicatePair'];
export type ComparedFact = components['schemas']['ComparedFact'];

/** A field as both have it. */
export interface ComparedField {
  field: string;
  first: ComparedFact | undefined;
  second: ComparedFact | undefined;
  /** True where both are known and differ. */
  differs: boolean;
}

/** The fields of both beside each other, those that differ first. */
export function compare(first: readonly ComparedFact[], second: readonly ComparedFact[]): ComparedField[] {
  const names = [...new Set([...first, ...second].map((fact) => fact.field))];
  const rows = names.map((field) => {
    const one = first.find((fact) => fact.field === field);
    const other = second.find((fact) => fact.field === field);
    return { field, first: one, second: other, differs: one !== undefined && other !== undefined && one.value !== other.value };
  });
  return [...rows.filter((row) => row.differs), ...rows.filter((row) => !row.differs)];
}

/** What was decided, newest last: what there is to undo. */
export type Decision = { kind: 'merge'; id: number; pair: string } | { kind: 'distinct'; first: string; second: string; of: 'accounts' | 'contacts'; pair: string };

/** The name of a pair. */
export function pairKey(pair: Pair): string {
  return `${pair.first.id}\n${pair.second.id}`;
}

/** The place of the pair that is looked at; the first where it is none of them. */
export function placeOf(pairs: readonly Pair[], first: string | undefined, second: string | undefined): number {
  return Math.max(
    0,
    pairs.findIndex((pair) => pair.first.id === first && pair.second.id === second),
  );
}
