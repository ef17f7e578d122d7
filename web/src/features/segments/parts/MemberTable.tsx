import { Box, Text, UnstyledButton } from '@mantine/core';
import { useCallbackRef } from '@mantine/hooks';
import { IconArrowDown, IconArrowUp } from '@tabler/icons-react';
import { keepPreviousData, useQueries } from '@tanstack/react-query';
import type { TFunction } from 'i18next';
import { memo, useEffect, useMemo, useRef, useState, type CSSProperties, type KeyboardEvent } from 'react';
import { flushSync } from 'react-dom';
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

/** How high the list is at the most, and its head, in pixels. */
const mostHeight = 620;
const headHeight = 44;

/** How many rows are drawn at once as they come into sight. */
const block = 8;

/** How many rows there are in the page: those in sight, begun at a block, and two blocks before and after them. */
const pool = Math.ceil(mostHeight / rowHeight / block) * block + 4 * block;

/** How many rows before and after those in sight are loaded too. */
const ahead = 60;

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

/** Loads the parts of the list that are in sight, and a little around them. */
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
  const [wanted, setWanted] = useState<readonly number[]>([]);
  const pages = useQueries({
    queries: wanted.map((page) => ({
      queryKey: ['members', segment, first.at, asked, sort, page],
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
  const loaded = new Map(wanted.map((page, at) => [page, pages[at]?.data]));
  loaded.set(0, first.rows);
  const total = Number(first.total);
  const numbers = useMemo(() => new Set(first.columns.filter((_, at) => typeof first.rows.find((row) => row.cells[at] !== null)?.cells[at] === 'number')), [first]);
  const why = useCallbackRef(onWhy);
  return (
    <>
      <Text size="sm" c="dimmed" mb="xs" role="status">
        {formatCount(total)} {t(of).toLowerCase()}
      </Text>
      <Scroller of={of} total={total} columns={first.columns} numbers={numbers} loaded={loaded} sort={sort} onSort={onSort} onWant={setWanted} onWhy={why} />
    </>
  );
}

/** The rows in sight. While they scroll nothing but this is drawn again, and of this only rows that come into sight. */
function Scroller({
  of,
  total,
  columns,
  numbers,
  loaded,
  sort,
  onSort,
  onWant,
  onWhy,
}: {
  of: 'accounts' | 'contacts';
  total: number;
  columns: readonly string[];
  /** The columns of numbers, which stand at the right. */
  numbers: ReadonlySet<string>;
  /** The rows of each part that is there. */
  loaded: ReadonlyMap<number, readonly Row[] | undefined>;
  sort: string | undefined;
  onSort: (sort: string | undefined) => void;
  /** Asks for parts of the list. */
  onWant: (pages: readonly number[]) => void;
  onWhy: (id: string) => void;
}) {
  const { t } = useTranslation('segments');
  const scroller = useRef<HTMLDivElement>(null);
  const [active, setActive] = useState(0);
  const [from, setFrom] = useState(0);
  const shown = Math.min(pool, total - from);
  usePagesInSight(from, from + shown - 1, total, onWant);
  useEffect(() => {
    const element = scroller.current!;
    // Drawn after the frame that scrolled, for the next: there are rows enough ahead.
    const follow = () => setFrom(firstShown(element.scrollTop, total));
    element.addEventListener('scroll', follow, { passive: true });
    return () => element.removeEventListener('scroll', follow);
  }, [total]);
  const move = (event: KeyboardEvent) => {
    const next = { ArrowDown: active + 1, ArrowUp: active - 1, PageDown: active + 12, PageUp: active - 12, Home: 0, End: total - 1 }[event.key];
    const element = scroller.current;
    if (next !== undefined && element) {
      event.preventDefault();
      const target = Math.max(0, Math.min(total - 1, next));
      const lowest = (target + 1) * rowHeight + headHeight - element.clientHeight;
      element.scrollTop = Math.max(lowest, Math.min(target * rowHeight, element.scrollTop));
      flushSync(() => {
        setActive(target);
        setFrom(firstShown(element.scrollTop, total));
      });
      element.querySelector<HTMLElement>(`[data-row="${target}"]`)?.focus({ preventScroll: true });
    }
  };
  return (
    <Box
      ref={scroller}
      className={`${classes.scroller} ${own.scroller}`}
      style={{ height: Math.min(mostHeight, headHeight + total * rowHeight), '--columns': `${columns.map(() => 'minmax(140px, 1fr)').join(' ')} 76px` } as CSSProperties}
      role="table"
      aria-label={t('members')}
      aria-rowcount={total + 1}
      onKeyDown={move}
      data-testid="members"
    >
      <div style={{ minWidth: columns.length * 140 + 76 }}>
        <div role="rowgroup" className={classes.head}>
          <Heads columns={columns} numbers={numbers} sort={sort} onSort={onSort} />
        </div>
        <div role="rowgroup" style={{ height: total * rowHeight, position: 'relative' }}>
          {Array.from({ length: shown }, (_, at) => from + at).map((index) => (
            // A row that goes out of sight becomes one that comes into it: to change texts costs less than to make elements.
            <MemberRow
              key={index % pool}
              index={index}
              row={loaded.get(Math.floor(index / pageSize))?.[index % pageSize]}
              of={of}
              isActive={index === active}
              t={t}
              onWhy={onWhy}
            />
          ))}
        </div>
      </div>
    </Box>
  );
}

/** The first row that is drawn, of a whole block: so that the page changes with every eighth row and not with every frame. */
function firstShown(scrollTop: number, total: number): number {
  const inSight = Math.floor(scrollTop / rowHeight / block) * block;
  return Math.max(0, Math.min(inSight - 2 * block, Math.ceil((total - pool) / block) * block));
}

/** Asks for the parts around the rows in sight as soon as they rest for a moment: what flies by is not asked for. */
function usePagesInSight(first: number, last: number, total: number, onWant: (pages: readonly number[]) => void) {
  const from = Math.floor(Math.max(0, first - ahead) / pageSize);
  const to = Math.floor(Math.min(total - 1, last + ahead) / pageSize);
  useEffect(() => {
    const timer = setTimeout(() => onWant(Array.from({ length: to - from + 1 }, (_, at) => from + at).filter((page) => page > 0)), 50);
    return () => clearTimeout(timer);
  }, [from, to, onWant]);
}

const Heads = memo(function Heads({ columns, numbers, sort, onSort }: { columns: readonly string[]; numbers: ReadonlySet<string>; sort: string | undefined; onSort: (sort: string | undefined) => void }) {
  const { t } = useTranslation('segments');
  const [sorted, direction] = sort?.endsWith(' desc') ? [sort.slice(0, -5), 'descending' as const] : [sort, 'ascending' as const];
  return (
    <div role="row" aria-rowindex={1} className={own.row}>
      {columns.map((column) => (
        <div key={column} role="columnheader" className={classes.headCell} data-align={numbers.has(column) ? 'right' : undefined} aria-sort={column === sorted ? direction : undefined}>
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
});

/** A member, or the place of one who is not loaded yet. Plain elements: several come into sight with every frame of a scroll. */
const MemberRow = memo(function MemberRow({
  index,
  row,
  of,
  isActive,
  t,
  onWhy,
}: {
  index: number;
  row: Row | undefined;
  of: 'accounts' | 'contacts';
  isActive: boolean;
  /** Handed down: to ask for it costs each row that comes into sight. */
  t: TFunction<'segments'>;
  onWhy: (id: string) => void;
}) {
  return (
    <div role="row" data-row={index} aria-rowindex={index + 2} tabIndex={isActive ? 0 : -1} className={`${classes.row} ${own.row} ${own.member}`} style={{ transform: `translateY(${index * rowHeight}px)` }}>
      {row ? (
        <>
          {row.cells.map((cell, at) => (
            <div key={at} role="cell" className={classes.cell} data-align={typeof cell === 'number' ? 'right' : undefined}>
              {at === 0 ? <EntityLink of={of} id={row.id} name={cellText(cell)} /> : cellText(cell)}
            </div>
          ))}
          <div role="cell" className={classes.cell}>
            <button type="button" className={own.why} aria-label={t('whyMember', { name: cellText(row.cells[0]) || row.id })} onClick={() => onWhy(row.id)}>
              {t('why')}
            </button>
          </div>
        </>
      ) : (
        <div role="cell" className={own.waiting} />
      )}
    </div>
  );
});
