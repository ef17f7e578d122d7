import { Table } from '@mantine/core';
import type { ReactNode } from 'react';
import { ColumnHeads } from './ColumnHeads';

/** A short table; it scrolls inside itself where the window is narrow. */
export function FactTable({ label, columns, rows }: { label: string; columns: readonly string[]; rows: readonly (readonly ReactNode[])[] }) {
  return (
    <Table.ScrollContainer type="native" minWidth={Math.min(720, columns.length * 130)} tabIndex={0} role="region" aria-label={label}>
      <Table striped verticalSpacing={6}>
        <ColumnHeads columns={columns} />
        <Table.Tbody className="figures">
          {rows.map((row, index) => (
            <Table.Tr key={index}>
              {row.map((cell, column) => (
                <Table.Td key={column}>{cell}</Table.Td>
              ))}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}
