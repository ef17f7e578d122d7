import { Box, Button, Text, UnstyledButton } from '@mantine/core';
import { IconArrowDown, IconArrowUp } from '@tabler/icons-react';
import { keepPreviousData, useQueries } from '@tanstack/react-query';
import { useVirtualizer } from '@tanstack/react-virtual';
import { memo, useRef, useState, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { $api, answered, api } from '@/api/client';
import type { components } from '@/api/schema';
import classes from '@/components/DataTable.module.css';
import { EmptyState } from '@/components/EmptyState';
import { EntityLink } from '@/components/EntityLink';
import { ErrorState } from '@/components/ErrorState';
import { formatCount } from '@/components/format';
import { LoadingState } from '@/components/LoadingState';
import { cellText } from './cells';
import own from './MemberTable.module.css';

type Row = components['schemas']['MemberCells'];

const rowHeight = 36;
const pageSize = 200;

/** The members of a segment, however many: the rows in sight are drawn, and the parts that they are in are loaded. */
export function MemberTable({
  segment,
  of,
  columns,
  sort,
  onSort,
  onWhy,
}: {
  segment: string;
  of: 'accounts' | 'contacts';
  columns: readonly string[];
  sort: string | undefined;
  onSort: (sort: string | undefined) => void;
  onWhy: (id: string) => void;
}) {
  const { t } = useTranslation('segments');
  const shown = columns.join(', ');
  const first = $api.useQuery(
    'get',
    '/v1/segments/{segment}/table',
    { params: { path: { segment }, query: { columns: shown, sort: sort ?? null, limit: pageSize } as never } },
    { placeholderData: keepPreviousData },
  );
  if (first.isError) {
    return <ErrorState error={first.error} onRetry={() => void first.refetch()} />;
  }
  if (!first.data) {
    return <LoadingState lines={10} />;
  }
  return Number(first.data.total) === 0 ? (
    <EmptyState title={t('noMembers')}>{t('noMembersText')}</EmptyState>
  ) : (
    <Rows key={`${first.data.at} ${shown} ${sort}`} segment={segment} of={of} first={first.data} asked={shown} sort={sort} onSort={onSort} onWhy={onWhy} />
  );
}

function Rows({
  segment,
  of,
  first,
  asked,
  sort,
  onSort,
  onWhy,
}: {
  segment: string;
  of: 'accounts' | 'contacts';
  first: components['schemas']['MemberTable'];
  asked: string;
  sort: string | undefined;
  onSort: (sort: string | undefined) => void;
  onWhy: (id: string) => void;
}) {
  const { t } = useTranslation('segments');
  const scroller = useRef<HTMLDivElement>(null);
  const [active, setActive] = useState(0);
  const total = Number(first.total);
  const virtual = useVirtualizer({ count: total, getScrollElement: () => scroller.current, estimateSize: () => rowHeight, overscan: 6, initialRect: { width: 800, height: 600 } });
  const items = virtual.getVirtualItems();
  // While somebody scrolls fast, what flies by is not asked for.
  const from = Math.floor((items[0]?.index ?? 0) / pageSize);
  const to = Math.floor((items.at(-1)?.index ?? 0) / pageSize);
  const wanted = [...new Set([from, to])].filter((page) => page > 0);
  const pages = useQueries({
    queries: wanted.map((page) => ({
      queryKey: ['members', segment, first.at, asked, sort, page],
      enabled: !virtual.isScrolling || wanted.length === 1,
      staleTime: Infinity,
      queryFn: async ({ signal }: { signal: AbortSignal }) =>
        answered(
          await api.GET('/v1/segments/{segment}/table', {
            params: { path: { segment }, query: { columns: asked, sort: sort ?? null, at: first.at, offset: page * pageSize, limit: pageSize } as never },
            signal,
          }),
        ).rows,
    })),
  });
  const rowAt = (index: number): Row | undefined => {
    const page = Math.floor(index / pageSize);
    return page === 0 ? first.rows[index] : pages[wanted.indexOf(page)]?.data?.[index % pageSize];
  };
  const template = `${first.columns.map(() => 'minmax(140px, 1fr)').join(' ')} 76px`;
  const onKeyDown = (event: KeyboardEvent) => {
    const next = { ArrowDown: active + 1, ArrowUp: active - 1, PageDown: active + 12, PageUp: active - 12, Home: 0, End: total - 1 }[event.key];
    if (next !== undefined) {
      event.preventDefault();
      const target = Math.max(0, Math.min(total - 1, next));
      setActive(target);
      virtual.scrollToIndex(target);
      requestAnimationFrame(() => scroller.current?.querySelector<HTMLElement>(`[data-row="${target}"]`)?.focus());
    }
  };
  return (
    <>
      <Text size="sm" c="dimmed" mb="xs" role="status">
        {formatCount(total)} {t(of).toLowerCase()}
      </Text>
      <Box ref={scroller} className={classes.scroller} style={{ height: Math.min(620, 44 + total * rowHeight) }} role="table" aria-label={t('members')} aria-rowcount={total + 1} onKeyDown={onKeyDown} data-testid="members">
        <div style={{ minWidth: first.columns.length * 140 + 76 }}>
          <div role="rowgroup" className={classes.head}>
            <Heads columns={first.columns} sort={sort} template={template} onSort={onSort} />
          </div>
          <div role="rowgroup" style={{ height: virtual.getTotalSize(), position: 'relative' }}>
            {items.map((item) => {
              const row = rowAt(item.index);
              return (
                <div
                  key={item.key}
                  role="row"
                  data-row={item.index}
                  aria-rowindex={item.index + 2}
                  tabIndex={item.index === active ? 0 : -1}
                  className={classes.row}
                  style={{ gridTemplateColumns: template, position: 'absolute', insetInline: 0, height: rowHeight, transform: `translateY(${item.start}px)` }}
                >
                  {row ? <Cells row={row} of={of} isMoving={virtual.isScrolling} onWhy={onWhy} /> : <Waiting columns={first.columns.length + 1} />}
                </div>
              );
            })}
          </div>
        </div>
      </Box>
    </>
  );
}

function Heads({ columns, sort, template, onSort }: { columns: readonly string[]; sort: string | undefined; template: string; onSort: (sort: string | undefined) => void }) {
  const { t } = useTranslation('segments');
  const [sorted, direction] = sort?.endsWith(' desc') ? [sort.slice(0, -5), 'descending' as const] : [sort, 'ascending' as const];
  return (
    <div role="row" aria-rowindex={1} className={classes.row} style={{ gridTemplateColumns: template }}>
      {columns.map((column) => (
        <div key={column} role="columnheader" className={classes.headCell} aria-sort={column === sorted ? direction : undefined}>
          <UnstyledButton className={classes.sort} onClick={() => onSort(column !== sorted ? column : direction === 'ascending' ? `${column} desc` : undefined)}>
            {column.replaceAll('_', ' ')}
            {column === sorted && (direction === 'ascending' ? <IconArrowUp size={14} aria-hidden /> : <IconArrowDown size={14} aria-hidden />)}
          </UnstyledButton>
        </div>
      ))}
      <div role="columnheader" className={classes.headCell}>
        {t('why')}
      </div>
    </div>
  );
}

/** What a member says. While the list moves, links and buttons are drawn as what they look like: nobody can press them then. */
const Cells = memo(function Cells({ row, of, isMoving, onWhy }: { row: Row; of: 'accounts' | 'contacts'; isMoving: boolean; onWhy: (id: string) => void }) {
  const { t } = useTranslation('segments');
  return (
    <>
      {row.cells.map((cell, at) => (
        <div key={at} role="cell" className={classes.cell} data-align={typeof cell === 'number' ? 'right' : undefined}>
          {at === 0 && !isMoving ? <EntityLink of={of} id={row.id} name={cellText(cell)} /> : cellText(cell)}
        </div>
      ))}
      <div role="cell" className={classes.cell}>
        {isMoving ? (
          t('why')
        ) : (
          <Button size="compact-xs" variant="subtle" aria-label={t('whyMember', { name: cellText(row.cells[0]) || row.id })} onClick={() => onWhy(row.id)}>
            {t('why')}
          </Button>
        )}
      </div>
    </>
  );
});

function Waiting({ columns }: { columns: number }) {
  return Array.from({ length: columns }, (_, at) => (
    <div key={at} role="cell" className={classes.cell}>
      <div className={own.waiting} />
    </div>
  ));
}
