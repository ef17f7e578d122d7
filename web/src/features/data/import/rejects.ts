import type { components } from '@/api/schema';

export type RejectItem = components['schemas']['RejectItem'];

/** What a person wrote into cells: by the row's number and the column's place. */
export type Edits = Readonly<Record<number, Readonly<Record<number, string>>>>;

/** The cells of a row with what a person wrote. */
export function changedCells(row: RejectItem, edits: Edits): string[] {
  return row.cells.map((cell: string | null, index) => edits[row.row]?.[index] ?? cell ?? '');
}

/** What came of mended rows. */
export interface MendOutcome {
  taken: number;
  left: readonly RejectItem[];
}

/** The rows in which something was changed, with all their cells, as the server takes them. */
export function mendedRows(rows: readonly RejectItem[], edits: Edits): { row: number; cells: string[] }[] {
  return rows
    .map((row) => ({ row: row.row, cells: changedCells(row, edits), before: row.cells }))
    .filter((row) => row.cells.some((cell, index) => cell !== (row.before[index] ?? '')))
    .map(({ row, cells }) => ({ row, cells }));
}
