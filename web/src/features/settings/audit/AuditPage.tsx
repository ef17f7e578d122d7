import { Badge, Button, Group, Select, Text, TextInput, Tooltip } from '@mantine/core';
import { DateInput } from '@mantine/dates';
import { useDebouncedCallback } from '@mantine/hooks';
import { IconHistory } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import type { ColumnDef } from '@tanstack/react-table';
import type { TFunction } from 'i18next';
import { useCallback, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { answered, api } from '@/api/client';
import type { components } from '@/api/schema';
import { DataTable } from '@/components/DataTable';
import { EmptyState } from '@/components/EmptyState';
import { PageHeader } from '@/components/PageHeader';
import { QueryState } from '@/components/QueryState';
import { RelativeTime } from '@/components/RelativeTime';
import { RoleGate } from '../RoleGate';
import { actionName, nameOf } from './names';
import { tableColumns } from '../tableColumns';
import type { AuditSearch } from '../routes';

type Entry = components['schemas']['AuditItem'];

const route = getRouteApi('/shell/settings/audit');

/** Who changed what, or tried to. */
export function AuditPage() {
  return (
    <RoleGate least="admin">
      <Audit />
    </RoleGate>
  );
}

function Audit() {
  const { t } = useTranslation('settings');
  const search = route.useSearch() as AuditSearch;
  const navigate = route.useNavigate();
  const set = useCallback((change: AuditSearch) => void navigate({ search: ((before: AuditSearch) => ({ ...before, ...change })) as never, replace: true }), [navigate]);
  const [cleared, setCleared] = useState(0);
  const clear = () => {
    void navigate({ search: {} as never, replace: true });
    setCleared((count) => count + 1);
  };
  const log = useInfiniteQuery({
    queryKey: ['audit', search],
    queryFn: async ({ pageParam, signal }) =>
      answered(
        await api.GET('/v1/audit', {
          params: {
            query: {
              text: search.text,
              action: search.action,
              refused: search.outcome === undefined ? undefined : search.outcome === 'refused',
              from: search.from,
              to: search.to,
              cursor: pageParam,
              limit: 200,
            },
          },
          signal,
        }),
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
  });
  const rows = useMemo(() => log.data?.pages.flatMap((page) => page.entries) ?? [], [log.data]);
  const { fetchNextPage, hasNextPage, isFetching } = log;
  const more = useCallback(() => {
    if (hasNextPage && !isFetching) {
      void fetchNextPage();
    }
  }, [fetchNextPage, hasNextPage, isFetching]);
  return (
    <>
      <PageHeader title={t('audit')} description={t('auditText')} />
      <Filters key={cleared} search={search} actions={log.data?.pages[0]?.actions ?? []} onChange={set} />
      <QueryState query={log}>{() => <AuditTable rows={rows} onEndReached={more} onClear={clear} />}</QueryState>
    </>
  );
}

function Filters({ search, actions, onChange }: { search: AuditSearch; actions: string[]; onChange: (change: AuditSearch) => void }) {
  const { t } = useTranslation('settings');
  const [text, setText] = useState(search.text ?? '');
  const seek = useDebouncedCallback((value: string) => onChange({ text: value.trim() || undefined }), 250);
  return (
    <Group mb="md" gap="sm" align="flex-end">
      <TextInput
        flex="1 1 180px"
        label={t('auditSearch')}
        placeholder={t('auditSearchHint')}
        value={text}
        onChange={(event) => {
          setText(event.currentTarget.value);
          seek(event.currentTarget.value);
        }}
      />
      <Select flex="1 1 180px" label={t('action')} placeholder={t('anyAction')} data={actions.map((action) => ({ value: action, label: actionName(action) }))} searchable clearable value={search.action ?? null} onChange={(action) => onChange({ action: action ?? undefined })} />
      <Select
        flex="1 1 150px"
        label={t('outcome')}
        placeholder={t('anyOutcome')}
        clearable
        data={[
          { value: 'done', label: t('done') },
          { value: 'refused', label: t('refusedOrFailed') },
        ]}
        value={search.outcome ?? null}
        onChange={(outcome) => onChange({ outcome: (outcome ?? undefined) as AuditSearch['outcome'] })}
      />
      <DateInput label={t('from')} clearable flex="1 1 130px" valueFormat="YYYY-MM-DD" value={search.from ?? null} onChange={(from) => onChange({ from: from ?? undefined })} />
      <DateInput label={t('to')} clearable flex="1 1 130px" valueFormat="YYYY-MM-DD" value={search.to ?? null} onChange={(to) => onChange({ to: to ?? undefined })} />
    </Group>
  );
}

function AuditTable({ rows, onEndReached, onClear }: { rows: Entry[]; onEndReached: () => void; onClear: () => void }) {
  const { t } = useTranslation('settings');
  const columns = useMemo(() => auditColumns(t), [t]);
  return (
    <DataTable
      label={t('audit')}
      columns={columns.map((column) => ({ ...column, enableSorting: false }))}
      rows={rows}
      rowId={(entry) => String(entry.id)}
      onEndReached={onEndReached}
      empty={
        <EmptyState
          icon={IconHistory}
          title={t('noEntries')}
          action={
            <Button variant="default" onClick={onClear}>
              {t('clearFilters')}
            </Button>
          }
        >
          {t('noEntriesText')}
        </EmptyState>
      }
    />
  );
}

function Truncated({ text, full = text, dimmed }: { text: string; full?: string; dimmed?: boolean }) {
  return (
    <Tooltip label={full} disabled={full === text && text.length < 18} multiline maw={480}>
      <Text span inherit truncate display="block" c={dimmed ? 'dimmed' : undefined}>
        {text}
      </Text>
    </Tooltip>
  );
}

function auditColumns(t: TFunction<'settings'>): ColumnDef<Entry, never>[] {
  return tableColumns<Entry>([
    { id: 'at', header: t('at'), size: 150, cell: ({ row: { original: entry } }) => <RelativeTime value={entry.at} /> },
    { id: 'actor', header: t('actor'), size: 170, cell: ({ row: { original: entry } }) => <Truncated text={entry.actor ? nameOf(entry.actor) : t('nobody')} full={entry.actor ?? undefined} dimmed={!entry.actor} /> },
    { id: 'action', header: t('action'), size: 170, cell: ({ row: { original: entry } }) => <Truncated text={actionName(entry.action)} full={entry.action} /> },
    { id: 'target', header: t('target'), size: 180, cell: ({ row: { original: entry } }) => <Truncated text={entry.target ?? ''} /> },
    {
      id: 'outcome',
      header: t('outcome'),
      size: 130,
      cell: ({ row: { original: entry } }) => (
        <Badge variant="dot" color={Number(entry.status) < 400 ? 'green' : 'red'} tt="none">
          {Number(entry.status) < 400 ? t('done') : t('refused')} · {entry.status}
        </Badge>
      ),
    },
    { id: 'detail', header: t('detail'), size: 260, cell: ({ row: { original: entry } }) => <Truncated text={entry.detail ?? ''} /> },
    { id: 'address', header: t('address'), size: 130, cell: ({ row: { original: entry } }) => <Truncated text={entry.address ?? t('commandLine')} dimmed={!entry.address} /> },
  ]);
}
