import { keepPreviousData } from '@tanstack/react-query';
import { useDebouncedValue } from '@mantine/hooks';
import { $api } from '@/api/client';

/** A field whose values are looked up. */
export interface ValueField {
  /** The rows that it is of, as the catalog names them; none where nothing can be looked up. */
  source?: string | undefined;
  /** Its name there. */
  field: string;
  /** Its type in the catalog. */
  type: string;
  /** The taxonomy of its categories. */
  taxonomy?: string | undefined;
  /** The values to choose from, where they are known without asking. */
  values?: readonly string[] | undefined;
}

/** Values and categories of a field that hold what is typed. */
export interface Suggestions {
  values: { value: string; count?: number | undefined }[];
  categories: { name: string; path: readonly string[] }[];
}

/** Looks values up as somebody types. */
export function useValues(field: ValueField, typed: string, enabled: boolean): Suggestions {
  const [text] = useDebouncedValue(typed, 120);
  const asks = enabled && field.source !== undefined && field.values === undefined && ['text', 'category', 'set'].includes(field.type);
  const { data } = $api.useQuery(
    'get',
    '/v1/catalog/values',
    { params: { query: { source: field.source ?? '', field: field.field, text, limit: 30 } } },
    { enabled: asks, placeholderData: keepPreviousData, staleTime: 60_000 },
  );
  if (field.values) {
    const folded = typed.toLowerCase();
    return { values: field.values.filter((value) => value.toLowerCase().includes(folded)).map((value) => ({ value })), categories: [] };
  }
  return {
    values: (asks ? (data?.values ?? []) : []).map(({ value, count }) => ({ value, count: Number(count) })),
    categories: (asks ? (data?.categories ?? []) : []).map(({ name, path }) => ({ name, path })),
  };
}
