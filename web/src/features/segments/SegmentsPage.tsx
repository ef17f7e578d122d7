import { Badge, Button, Group, Paper, Select, SimpleGrid, Text, TextInput, Tooltip } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { IconPlus, IconSearch } from '@tabler/icons-react';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import type { CellContext, ColumnDef } from '@tanstack/react-table';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { $api } from '@/api/client';
import type { components } from '@/api/schema';
import { AppLink } from '@/components/AppLink';
import { DataTable } from '@/components/DataTable';
import { EmptyState } from '@/components/EmptyState';
import { formatCount } from '@/components/format';
import { PageHeader } from '@/components/PageHeader';
import { QueryState } from '@/components/QueryState';
import { RelativeTime } from '@/components/RelativeTime';
import { Sparkline } from './parts/Sparkline';
import { statuses, type ListSearch } from './routes';

type Summary = components['schemas']['SegmentSummary'];

const route = getRouteApi('/shell/segments');

/** Every segment with its size, how that went, its owner and what somebody should see to. */
export function SegmentsPage() {
  const { t } = useTranslation('segments');
  const search = route.useSearch();
  const navigate = useNavigate();
  const query = $api.useQuery('get', '/v1/segments', { params: { query: { limit: 1000 } } });
  const narrow = (change: ListSearch) => void navigate({ to: '/segments', search: { ...search, ...change }, replace: true });
  return (
    <>
      <PageHeader title={t('title')} description={t('description')} actions={<NewSegment />} />
      <QueryState query={query}>
        {(page) =>
          page.segments.length === 0 ? (
            <EmptyState title={t('noSegments')} action={<NewSegment />}>
              {t('noSegmentsText')}
            </EmptyState>
          ) : (
            <>
              <Filters search={search} segments={page.segments} onChange={narrow} />
              <SegmentList
                segments={page.segments.filter((segment) => fits(segment, search))}
                onClear={() => narrow({ q: undefined, of: undefined, status: undefined, owner: undefined })}
              />
            </>
          )
        }
      </QueryState>
    </>
  );
}

function NewSegment() {
  const { t } = useTranslation('segments');
  const navigate = useNavigate();
  return (
    <Button leftSection={<IconPlus size={16} />} onClick={() => void navigate({ to: '/segments/new' })}>
      {t('newSegment')}
    </Button>
  );
}

function fits(segment: Summary, { q, of, status, owner }: ListSearch): boolean {
  const text = `${segment.title} ${segment.name} ${segment.owner ?? ''} ${segment.description ?? ''}`.toLowerCase();
  return (!q || text.includes(q.toLowerCase())) && (!of || segment.of === of) && (!status || segment.status.includes(status)) && (!owner || segment.owner === owner);
}

function Filters({ search, segments, onChange }: { search: ListSearch; segments: readonly Summary[]; onChange: (change: ListSearch) => void }) {
  const { t } = useTranslation('segments');
  const [typed, setTyped] = useState(search.q ?? '');
  const owners = [...new Set(segments.map((one) => one.owner).filter((one) => one !== undefined && one !== null))].sort();
  return (
    <Group mb="md" gap="xs">
      <TextInput
        style={{ flex: '1 1 14rem' }}
        aria-label={t('find')}
        placeholder={t('findHint')}
        leftSection={<IconSearch size={16} />}
        value={typed}
        onChange={(event) => {
          setTyped(event.currentTarget.value);
          onChange({ q: event.currentTarget.value || undefined });
        }}
      />
      <Select
        w={190}
        aria-label={t('of')}
        placeholder={t('ofAll')}
        clearable
        data={(['accounts', 'contacts'] as const).map((value) => ({ value, label: t(value) }))}
        value={search.of ?? null}
        onChange={(of) => onChange({ of: (of ?? undefined) as ListSearch['of'] })}
      />
      <Select
        w={170}
        aria-label={t('status')}
        placeholder={t('statusAll')}
        clearable
        data={statuses.map((value) => ({ value, label: t(`statuses.${value}`) }))}
        value={search.status ?? null}
        onChange={(status) => onChange({ status: (status ?? undefined) as ListSearch['status'] })}
      />
      {owners.length > 0 && <Select w={170} aria-label={t('owner')} placeholder={t('ownerAll')} clearable data={owners} value={search.owner ?? null} onChange={(owner) => onChange({ owner: owner ?? undefined })} />}
    </Group>
  );
}

function SegmentList({ segments, onClear }: { segments: readonly Summary[]; onClear: () => void }) {
  const { t } = useTranslation('segments');
  const navigate = useNavigate();
  const isNarrow = useMediaQuery('(max-width: 48em)') ?? false;
  const columns = useMemo<ColumnDef<Summary, never>[]>(
    () => [
      {
        id: 'title',
        header: t('segment'),
        size: 320,
        accessorFn: (row) => row.title,
        enableHiding: false,
        cell: TitleCell,
      },
      {
        id: 'size',
        header: t('size'),
        size: 100,
        accessorFn: (row) => Number(row.size ?? -1),
        meta: { align: 'right' },
        cell: SizeCell,
      },
      { id: 'trend', header: t('trend'), size: 150, enableSorting: false, cell: TrendCell },
      { id: 'status', header: t('status'), size: 170, accessorFn: (row) => row.status.join(' '), cell: StatusCell },
      { id: 'owner', header: t('owner'), size: 150, accessorFn: (row) => row.owner ?? '' },
      { id: 'changed', header: t('changed'), size: 140, accessorFn: (row) => row.changedAt, cell: ChangedCell },
    ],
    [t],
  );
  const empty = (
    <EmptyState
      title={t('noMatch')}
      action={
        <Button variant="default" onClick={onClear}>
          {t('clearFilters')}
        </Button>
      }
    >
      {t('noMatchText')}
    </EmptyState>
  );
  if (isNarrow) {
    return segments.length === 0 ? empty : <SegmentCards segments={segments} />;
  }
  return (
    <DataTable
      label={t('title')}
      columns={columns}
      rows={segments}
      rowId={(row) => row.name}
      choosesColumns
      height={900}
      onOpen={(row) => void navigate({ to: '/segments/$name', params: { name: row.name } })}
      empty={empty}
    />
  );
}

type Cell = CellContext<Summary, never>;

function TitleCell({ row: { original } }: Cell) {
  const { t } = useTranslation('segments');
  return (
    <>
      <AppLink to="/segments/$name" params={{ name: original.name }} fw={500}>
        {original.title}
      </AppLink>{' '}
      <Text span size="xs" c="dimmed">
        {t(original.of as 'accounts')}
      </Text>
    </>
  );
}

function SizeCell({ row: { original } }: Cell) {
  return <span className="figures">{sizeOf(original)}</span>;
}

function TrendCell({ row: { original } }: Cell) {
  return <Sparkline name={original.name} title={original.title} isValid={original.isValid} />;
}

function StatusCell({ row: { original } }: Cell) {
  return <StatusBadges segment={original} />;
}

function ChangedCell({ row: { original } }: Cell) {
  return <RelativeTime value={original.changedAt} />;
}

function sizeOf(segment: Summary): string {
  return segment.size === undefined || segment.size === null ? '–' : formatCount(Number(segment.size));
}

function SegmentCards({ segments }: { segments: readonly Summary[] }) {
  const { t } = useTranslation('segments');
  return (
    <SimpleGrid cols={1} spacing="xs">
      {segments.map((segment) => (
        <Paper key={segment.name} p="sm">
          <Group justify="space-between" wrap="nowrap" align="flex-start">
            <div style={{ minWidth: 0 }}>
              <AppLink to="/segments/$name" params={{ name: segment.name }} fw={500}>
                {segment.title}
              </AppLink>
              <Text size="xs" c="dimmed">
                {t(segment.of as 'accounts')}
                {segment.owner ? ` · ${segment.owner}` : ''}
              </Text>
              <StatusBadges segment={segment} />
            </div>
            <div>
              <Text ta="right" fw={600} className="figures">
                {sizeOf(segment)}
              </Text>
              <Sparkline name={segment.name} title={segment.title} isValid={segment.isValid} />
            </div>
          </Group>
        </Paper>
      ))}
    </SimpleGrid>
  );
}

const colours = { invalid: 'red', notLive: 'red', tooSmall: 'yellow', reviewDue: 'orange', proposed: 'blue' } as const;

/** What somebody should see to about a segment. */
export function StatusBadges({ segment }: { segment: Pick<Summary, 'status'> }) {
  const { t } = useTranslation('segments');
  return segment.status.length === 0 ? (
    <Text span size="sm" c="dimmed">
      {t('fine')}
    </Text>
  ) : (
    <Group gap={4}>
      {segment.status.map((status) => (
        <Tooltip key={status} label={t(`statusHints.${status as 'invalid'}`)} multiline w={240}>
          <Badge tabIndex={0} variant="light" tt="none" color={colours[status as keyof typeof colours]}>
            {t(`statuses.${status as 'invalid'}`)}
          </Badge>
        </Tooltip>
      ))}
    </Group>
  );
}
