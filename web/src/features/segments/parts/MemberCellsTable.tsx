import { Table } from '@mantine/core';
import { memo } from 'react';
import type { components } from '@/api/schema';
import { ColumnHeads } from '@/components/ColumnHeads';
import { EntityLink } from '@/components/EntityLink';
import { cellText } from './cells';
import classes from './MemberCellsTable.module.css';

type Row = components['schemas']['MemberCells'];

/** A few members as a plain table; the first column that names them leads to their page. Cells are plain: there are hundreds. */
export const MemberCellsTable = memo(function MemberCellsTable({ of, columns, rows, label }: { of: 'accounts' | 'contacts'; columns: readonly string[]; rows: readonly Row[]; label: string }) {
  const shown = columns.map((name, at) => ({ name, at })).filter(({ name }) => name !== 'id' || columns.length === 1);
  return (
    <Table.ScrollContainer type="native" minWidth={Math.min(720, shown.length * 130)} tabIndex={0} role="region" aria-label={label}>
      <Table striped fz="sm" verticalSpacing={4}>
        <ColumnHeads columns={shown.map(({ name }) => name.replaceAll('_', ' '))} />
        <Table.Tbody>
          {rows.map((row) => (
            <Table.Tr key={row.id}>
              {shown.map(({ name, at }, place) => (
                <td key={name} className={typeof row.cells[at] === 'number' ? classes.number : classes.cell}>
                  {place === 0 ? <EntityLink of={of} id={row.id} name={cellText(row.cells[at])} /> : cellText(row.cells[at])}
                </td>
              ))}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
});
