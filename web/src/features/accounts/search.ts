import type { SortingState } from '@tanstack/react-table';

/** What a list of accounts or contacts shows, as its address says it. */
export interface ListSearch {
  /** What was typed to search. */
  q?: string;
  /** A condition in the language. */
  where?: string;
  /** A segment's name. */
  segment?: string;
  /** The values that are chosen of fields: whoever has one of each. */
  values?: Record<string, string[]>;
  /** What it is sorted by: `-employees` for the largest first. */
  sort?: string;
  /** The columns, with commas between. */
  columns?: string;
}

/** What a page of an account or contact shows, as its address says it. */
export interface PageSearch {
  tab?: string;
  /** The segment that is explained. */
  explain?: string;
  /** The event types of the timeline, with commas between. */
  types?: string;
}

function texts<K extends string>(search: Record<string, unknown>, names: readonly K[]): Partial<Record<K, string>> {
  const read: Partial<Record<K, string>> = {};
  for (const name of names) {
    const value = search[name];
    if (typeof value === 'string' && value !== '') {
      read[name] = value;
    } else if (typeof value === 'number') {
      read[name] = String(value);
    }
  }
  return read;
}

/** Reads the address of a list; what is none is left out. */
export function readListSearch(search: Record<string, unknown>): ListSearch {
  const values = valuesOf(search['values']);
  return { ...texts(search, ['q', 'where', 'segment', 'sort', 'columns']), ...(values && { values }) };
}

function valuesOf(search: unknown): Record<string, string[]> | undefined {
  if (typeof search !== 'object' || search === null) {
    return undefined;
  }
  const chosen = Object.entries(search)
    .filter(([field, values]) => /^[a-z_]+$/.test(field) && Array.isArray(values) && values.length > 0)
    .map(([field, values]) => [field, (values as unknown[]).map(String)]);
  return chosen.length > 0 ? (Object.fromEntries(chosen) as Record<string, string[]>) : undefined;
}

/** The condition of a list: what was written, and one of the values chosen of each field. */
export function conditionOf({ where, values }: ListSearch): string | undefined {
  const clauses = Object.entries(values ?? {}).map(([field, chosen]) => `${field} in (${chosen.map((value) => `"${value.replaceAll(/["\\]/g, String.raw`\$&`)}"`).join(', ')})`);
  return where && clauses.length > 0 ? [`(${where})`, ...clauses].join(' and ') : (where ?? (clauses.join(' and ') || undefined));
}

/** Reads the address of a page; what is none is left out. */
export function readPageSearch(search: Record<string, unknown>): PageSearch {
  return texts(search, ['tab', 'explain', 'types']);
}

/** The order of a table as an address says it. */
export function sortOf(sorting: SortingState): string | undefined {
  const [first] = sorting;
  return first ? `${first.desc ? '-' : ''}${first.id}` : undefined;
}

/** The order that an address says, for a table. */
export function sortingOf(sort: string | undefined): SortingState {
  return sort ? [{ id: sort.replace(/^-/, ''), desc: sort.startsWith('-') }] : [];
}
