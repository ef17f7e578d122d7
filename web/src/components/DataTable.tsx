import { ActionIcon, Box, Checkbox, Group, Popover, Stack, Text, UnstyledButton } from '@mantine/core';
import { IconArrowDown, IconArrowUp, IconColumns3 } from '@tabler/icons-react';
import { flexRender, getCoreRowModel, getSortedRowModel, useReactTable, type ColumnDef, type OnChangeFn, type Row, type SortingState, type VisibilityState } from '@tanstack/react-table';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef, useState, type KeyboardEvent, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './DataTable.module.css';
import { formatCount } from './format';

const rowHeight = 40;

/** What a table shows and how it behaves. */
export interface DataTableProps<T> {
  /** What the table is, for those who do not see it. */
  label: string;
  columns: ColumnDef<T, never>[];
  rows: readonly T[];
  rowId: (row: T) => string;
  /** How many rows there are in all, where not all are loaded. */
  total?: number;
  /** Loads more rows, called as the end comes near. */
  onEndReached?: () => void;
  /** Opens a row: by a click, or by Enter on it. */
  onOpen?: (row: T) => void;
  /** The order, where the caller sorts (a table that holds not all rows); otherwise the table sorts by itself. */
  sorting?: SortingState;
  onSortingChange?: OnChangeFn<SortingState>;
  /** Lets the reader choose the columns. */
  choosesColumns?: boolean;
  /** The height of the scrolled part in pixels; as many rows as there are where they need less. */
  height?: number;
  /** What stands instead of rows where there are none. */
  empty?: ReactNode;
  /** Stands before the column chooser. */
  toolbar?: ReactNode;
}

/** A table of any length: only the rows in sight are drawn. Arrow keys move between rows, Enter opens one. */
export function DataTable<T>(props: DataTableProps<T>) {
  const { t } = useTranslation();
  const [ownSorting, setOwnSorting] = useState<SortingState>([]);
  const [visibility, setVisibility] = useState<VisibilityState>({});
  const [active, setActive] = useState(0);
  const manual = props.sorting !== undefined;
  const table = useReactTable<T>({
    data: props.rows as T[],
    columns: props.columns as ColumnDef<T>[],
    getRowId: props.rowId,
    state: { sorting: props.sorting ?? ownSorting, columnVisibility: visibility },
    onSortingChange: props.onSortingChange ?? setOwnSorting,
    onColumnVisibilityChange: setVisibility,
    manualSorting: manual,
    getCoreRowModel: getCoreRowModel(),
    ...(manual ? {} : { getSortedRowModel: getSortedRowModel() }),
  });
  const { rows } = table.getRowModel();
  const scroller = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({ count: rows.length, getScrollElement: () => scroller.current, estimateSize: () => rowHeight, overscan: 12, initialRect: { width: 800, height: 600 } });
  const items = virtual.getVirtualItems();
  const last = items.at(-1)?.index ?? 0;
  const { onEndReached } = props;
  useEffect(() => {
    if (rows.length > 0 && last >= rows.length - 20) {
      onEndReached?.();
    }
  }, [last, rows.length, onEndReached]);

  const columns = table.getVisibleLeafColumns();
  const template = columns.map((column) => (column.columnDef.size ? `minmax(${column.columnDef.size}px, ${column.columnDef.size}fr)` : 'minmax(140px, 1fr)')).join(' ');
  const width = columns.reduce((sum, column) => sum + (column.columnDef.size ?? 140), 0);
  const onKeyDown = (event: KeyboardEvent) => {
    const next = { ArrowDown: active + 1, ArrowUp: active - 1, PageDown: active + 10, PageUp: active - 10, Home: 0, End: rows.length - 1 }[event.key];
    if (next !== undefined && rows.length > 0) {
      event.preventDefault();
      const to = Math.max(0, Math.min(rows.length - 1, next));
      setActive(to);
      virtual.scrollToIndex(to);
      requestAnimationFrame(() => scroller.current?.querySelector<HTMLElement>(`[data-row="${to}"]`)?.focus());
    } else if (event.key === 'Enter' && event.target instanceof HTMLElement && event.target.dataset['row'] !== undefined) {
      const row = rows[active];
      if (row) {
        props.onOpen?.(row.original);
      }
    }
  };

  return (
    <Box>
      <Group justify="space-between" mb="xs" gap="xs">
        <Group gap="xs" style={{ flex: 1 }}>
          {props.toolbar}
          <Text size="sm" c="dimmed" role="status">
            {t('rows', { count: props.total ?? rows.length, replace: { count: formatCount(props.total ?? rows.length) } })}
          </Text>
        </Group>
        {props.choosesColumns && <ColumnChooser table={table} />}
      </Group>
      <Box
        ref={scroller}
        className={classes.scroller}
        style={{ maxHeight: props.height ?? 560 }}
        role="table"
        aria-label={props.label}
        aria-rowcount={(props.total ?? rows.length) + 1}
        onKeyDown={onKeyDown}
        tabIndex={rows.length === 0 ? 0 : -1}
      >
        <Box style={{ minWidth: width }}>
          <div role="rowgroup" className={classes.head}>
            {table.getHeaderGroups().map((group) => (
              <div key={group.id} role="row" aria-rowindex={1} className={classes.row} style={{ gridTemplateColumns: template }}>
                {group.headers.map((header) => {
                  const sorted = header.column.getIsSorted();
                  const content = flexRender(header.column.columnDef.header, header.getContext());
                  return (
                    <div
                      key={header.id}
                      role="columnheader"
                      className={classes.headCell}
                      data-align={alignOf(header.column.columnDef)}
                      aria-sort={sorted === 'asc' ? 'ascending' : sorted === 'desc' ? 'descending' : undefined}
                    >
                      {header.column.getCanSort() ? (
                        <UnstyledButton onClick={header.column.getToggleSortingHandler()} className={classes.sort}>
                          {content}
                          {sorted === 'asc' && <IconArrowUp size={14} aria-hidden />}
                          {sorted === 'desc' && <IconArrowDown size={14} aria-hidden />}
                        </UnstyledButton>
                      ) : (
                        content
                      )}
                    </div>
                  );
                })}
              </div>
            ))}
          </div>
          {rows.length === 0 ? (
            <div role="rowgroup">
              <div role="row">
                <div role="cell">{props.empty}</div>
              </div>
            </div>
          ) : (
            <div role="rowgroup" style={{ height: virtual.getTotalSize(), position: 'relative' }}>
              {items.map((item) => (
                <TableRow
                  key={rows[item.index]!.id}
                  row={rows[item.index]!}
                  index={item.index}
                  start={item.start}
                  template={template}
                  isActive={item.index === active}
                  onFocus={setActive}
                  onOpen={props.onOpen}
                />
              ))}
            </div>
          )}
        </Box>
      </Box>
    </Box>
  );
}

function TableRow<T>({
  row,
  index,
  start,
  template,
  isActive,
  onFocus,
  onOpen,
}: {
  row: Row<T>;
  index: number;
  start: number;
  template: string;
  isActive: boolean;
  onFocus: (index: number) => void;
  onOpen?: (row: T) => void;
}) {
  return (
    <div
      role="row"
      data-row={index}
      aria-rowindex={index + 2}
      tabIndex={isActive ? 0 : -1}
      className={classes.row}
      data-opens={onOpen !== undefined || undefined}
      style={{ gridTemplateColumns: template, position: 'absolute', insetInline: 0, height: rowHeight, transform: `translateY(${start}px)` }}
      onFocus={() => onFocus(index)}
      onClick={(event) => {
        if (onOpen && !(event.target as HTMLElement).closest('a, button, input, label')) {
          onOpen(row.original);
        }
      }}
    >
      {row.getVisibleCells().map((cell) => (
        <div key={cell.id} role="cell" className={classes.cell} data-align={alignOf(cell.column.columnDef)}>
          {flexRender(cell.column.columnDef.cell, cell.getContext())}
        </div>
      ))}
    </div>
  );
}

function ColumnChooser<T>({ table }: { table: ReturnType<typeof useReactTable<T>> }) {
  const { t } = useTranslation();
  return (
    <Popover position="bottom-end" trapFocus withinPortal>
      <Popover.Target>
        <ActionIcon variant="default" size="lg" aria-label={t('columns')}>
          <IconColumns3 size={18} />
        </ActionIcon>
      </Popover.Target>
      <Popover.Dropdown mah={360} style={{ overflowY: 'auto' }} aria-label={t('columns')}>
        <Stack gap={8}>
          {table
            .getAllLeafColumns()
            .filter((column) => column.getCanHide())
            .map((column) => (
              <Checkbox
                key={column.id}
                size="xs"
                checked={column.getIsVisible()}
                onChange={column.getToggleVisibilityHandler()}
                label={typeof column.columnDef.header === 'string' ? column.columnDef.header : column.id}
              />
            ))}
        </Stack>
      </Popover.Dropdown>
    </Popover>
  );
}

function alignOf(column: { meta?: unknown }): 'right' | undefined {
  return (column.meta as { align?: 'right' } | undefined)?.align;
}
