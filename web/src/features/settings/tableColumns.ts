import type { ColumnDef } from '@tanstack/react-table';

/** Columns of values of several types, as a table takes them. */
export function tableColumns<T>(columns: ColumnDef<T>[]): ColumnDef<T, never>[] {
  return columns as unknown as ColumnDef<T, never>[];
}
