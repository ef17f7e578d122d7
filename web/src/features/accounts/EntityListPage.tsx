import { Button, Checkbox, Group, Popover, Select, Stack, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { IconColumns3, IconDatabaseImport, IconSearch, IconX } from '@tabler/icons-react';
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import type { ColumnDef } from '@tanstack/react-table';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { $api, answered, api } from '@/api/client';
import type { components } from '@/api/schema';
import { CodeText } from '@/components/CodeText';
import { DataTable } from '@/components/DataTable';
import { EmptyState } from '@/components/EmptyState';
import { EntityLink } from '@/components/EntityLink';
import { ErrorState } from '@/components/ErrorState';
import { LoadingState } from '@/components/LoadingState';
import { PageHeader } from '@/components/PageHeader';
import { fieldLabel, formatValue } from '@/components/values';
import { conditionOf, readListSearch, sortingOf, sortOf, type ListSearch } from './search';
import { ValueFilters } from './ValueFilters';

type Row = components['schemas']['ListedEntity'];
type Of = 'accounts' | 'contacts';

const pageSize = 100;
const columnsOf: Record<Of, { all: readonly string[]; usual: readonly string[] }> = {
  accounts: {
    all: [
      'domain', 'industry', 'country', 'region', 'city', 'employees', 'annual_revenue', 'ownership', 'growth_stage', 'owner', 'stage', 'tier', 'fit_score', 'fit_grade', 'engagement_score',
      'intent_score', 'win_score', 'contract_value', 'arr', 'renewal_date', 'health',
    ],
    usual: ['domain', 'industry', 'country', 'employees', 'owner', 'fit_score', 'engagement_score', 'intent_score'],
  },
  contacts: {
    all: ['title', 'email', 'seniority', 'department', 'account.name', 'persona', 'committee_role', 'phone', 'country', 'email_status', 'opted_out'],
    usual: ['title', 'email', 'seniority', 'department', 'account.name'],
  },
};
const widths: Record<string, number> = { domain: 170, industry: 190, owner: 160, title: 200, email: 230, 'account.name': 190 };
const numbers = new Set(['employees', 'annual_revenue', 'fit_score', 'engagement_score', 'intent_score', 'win_score', 'contract_value', 'arr']);
const money = new Set(['annual_revenue', 'contract_value', 'arr']);

/** Every account, to search and filter. */
export function AccountListPage() {
  return <EntityListPage of="accounts" />;
}

/** Every contact, to search and filter. */
export function ContactListPage() {
  return <EntityListPage of="contacts" />;
}

function EntityListPage({ of }: { of: Of }) {
  const { t } = useTranslation('accounts');
  const search = useSearch({ strict: false }) as ListSearch;
  const navigate = useNavigate();
  const change = (next: ListSearch) => void navigate({ to: '.', search: ((now: ListSearch) => pruned({ ...now, ...next })) as never, replace: true });
  const chosen = useMemo(() => search.columns?.split(',').filter((name) => columnsOf[of].all.includes(name)) ?? columnsOf[of].usual, [search.columns, of]);
  return (
    <>
      <PageHeader title={t(of)} description={t(of === 'accounts' ? 'accountsDescription' : 'contactsDescription')} />
      <Stack gap="md">
        <Filters key={of} of={of} search={search} onChange={change} />
        <Results of={of} search={search} columns={chosen} onChange={change} />
      </Stack>
    </>
  );
}

function pruned(search: ListSearch): ListSearch {
  return readListSearch(search as Record<string, unknown>);
}

function isFiltered({ q, where, segment, values }: ListSearch): boolean {
  return Boolean(q || where || segment || values);
}

function Filters({ of, search, onChange }: { of: Of; search: ListSearch; onChange: (next: ListSearch) => void }) {
  const { t } = useTranslation('accounts');
  const [text, setText] = useState(search.q ?? '');
  const [where, setWhere] = useState(search.where ?? '');
  const typed = useDebouncedCallback((q: string) => onChange({ q }), 150);
  const segments = $api.useQuery('get', '/v1/segments', { params: { query: { limit: 1000 } } });
  const filtered = isFiltered(search);
  return (
    <Stack gap="sm">
      <Group gap="sm" align="flex-end">
        <TextInput
          style={{ flex: '2 1 14rem' }}
          type="search"
          label={t(of === 'accounts' ? 'searchAccounts' : 'searchContacts')}
          placeholder={t(of === 'accounts' ? 'searchAccountsHint' : 'searchContactsHint')}
          leftSection={<IconSearch size={16} aria-hidden />}
          value={text}
          onChange={(event) => {
            setText(event.currentTarget.value);
            typed(event.currentTarget.value);
          }}
        />
        <Select
          style={{ flex: '1 1 12rem' }}
          label={t('segmentFilter')}
          placeholder={t('anySegment')}
          clearable
          searchable
          data={(segments.data?.segments ?? []).filter((segment) => segment.of === of).map((segment) => ({ value: segment.name, label: segment.title }))}
          value={search.segment ?? null}
          onChange={(segment) => onChange({ segment: segment ?? '' })}
        />
        <TextInput
          style={{ flex: '2 1 16rem' }}
          label={t('condition')}
          placeholder={t(of === 'accounts' ? 'conditionHintAccounts' : 'conditionHintContacts')}
          value={where}
          onChange={(event) => setWhere(event.currentTarget.value)}
          onKeyDown={(event) => event.key === 'Enter' && onChange({ where })}
          onBlur={() => where !== (search.where ?? '') && onChange({ where })}
          rightSectionWidth={78}
          rightSection={
            where !== (search.where ?? '') && (
              <Button size="compact-xs" variant="light" onClick={() => onChange({ where })}>
                {t('apply')}
              </Button>
            )
          }
        />
      </Group>
      <Group gap="sm" align="flex-end">
        <ValueFilters of={of} values={search.values ?? {}} onChange={(values) => onChange({ values })} />
        {filtered && (
          <Button
            variant="subtle"
            leftSection={<IconX size={16} />}
            onClick={() => {
              setText('');
              setWhere('');
              onChange({ q: '', where: '', segment: '', values: {} });
            }}
          >
            {t('clearFilters')}
          </Button>
        )}
      </Group>
    </Stack>
  );
}

function Results({ of, search, columns, onChange }: { of: Of; search: ListSearch; columns: readonly string[]; onChange: (next: ListSearch) => void }) {
  const { t } = useTranslation('accounts');
  const navigate = useNavigate();
  const sort = search.sort ?? (search.q ? undefined : of === 'accounts' ? 'name' : 'last_name');
  const asked = { q: search.q, where: conditionOf(search), segment: search.segment, sort, fields: columns.join(', '), limit: pageSize };
  const pages = useInfiniteQuery({
    queryKey: ['entities', of, asked],
    queryFn: async ({ pageParam, signal }) => answered(await api.GET(of === 'accounts' ? '/v1/accounts' : '/v1/contacts', { params: { query: { ...asked, cursor: pageParam } }, signal })),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.nextCursor ?? undefined,
    placeholderData: keepPreviousData,
  });
  const rows = useMemo(() => pages.data?.pages.flatMap((page) => page.rows) ?? [], [pages.data]);
  const defined = useMemo(() => tableColumns(of, columns, t('name')), [of, columns, t]);

  // People are sorted by a column that is not shown by itself, until another is chosen.
  const shownSorting = sortingOf(sort).filter((one) => one.id !== 'last_name');
  if (pages.isError) {
    return <ErrorState error={pages.error} onRetry={() => void pages.refetch()} />;
  }
  if (pages.data === undefined) {
    return <LoadingState lines={10} />;
  }
  const filtered = isFiltered(search);
  return (
    <DataTable<Row>
      label={t(of)}
      columns={defined}
      rows={rows}
      rowId={(row) => row.id}
      total={pages.data.pages[0]?.total}
      onEndReached={() => pages.hasNextPage && !pages.isFetchingNextPage && void pages.fetchNextPage()}
      onOpen={(row) => void navigate({ to: `/${of}/$id` as never, params: { id: row.id } as never })}
      sorting={shownSorting}
      onSortingChange={(update) => onChange({ sort: sortOf(typeof update === 'function' ? update(shownSorting) : update) ?? '' })}
      height={620}
      toolbar={<ColumnMenu of={of} chosen={columns} onChange={(next) => onChange({ columns: next.join(',') })} />}
      empty={
        filtered ? (
          <EmptyState title={t('noneFound')}>{t('noneFoundText')}</EmptyState>
        ) : (
          <EmptyState
            title={t('noneYet')}
            action={
              <Button component={Link} to={'/data/import' as never} leftSection={<IconDatabaseImport size={18} />}>
                {t('import')}
              </Button>
            }
          >
            <CodeText>{t('noneYetText')}</CodeText>
          </EmptyState>
        )
      }
    />
  );
}

function tableColumns(of: Of, columns: readonly string[], name: string): ColumnDef<Row, never>[] {
  return [
    { id: 'name', header: name, size: 220, enableHiding: false, enableSorting: of === 'accounts', cell: ({ row }) => <EntityLink of={of} id={row.original.id} name={row.original.name} /> },
    ...columns.map(
      (column): ColumnDef<Row, never> => ({
        id: column,
        header: fieldLabel(column),
        size: widths[column] ?? (numbers.has(column) ? 110 : 150),
        meta: numbers.has(column) ? { align: 'right' } : undefined,
        cell: ({ row }) => formatValue(row.original.fields[column], money.has(column) ? 'money' : undefined),
      }),
    ),
  ];
}

function ColumnMenu({ of, chosen, onChange }: { of: Of; chosen: readonly string[]; onChange: (columns: readonly string[]) => void }) {
  const { t } = useTranslation('accounts');
  const { all } = columnsOf[of];
  return (
    <Popover position="bottom-start" trapFocus withinPortal>
      <Popover.Target>
        <Button size="xs" variant="default" leftSection={<IconColumns3 size={16} />}>
          {t('columns')}
        </Button>
      </Popover.Target>
      <Popover.Dropdown mah={360} style={{ overflowY: 'auto' }} aria-label={t('columns')}>
        <Stack gap={8}>
          {all.map((column) => (
            <Checkbox
              key={column}
              size="xs"
              label={fieldLabel(column)}
              checked={chosen.includes(column)}
              onChange={(event) => onChange(event.currentTarget.checked ? all.filter((one) => one === column || chosen.includes(one)) : chosen.filter((one) => one !== column))}
            />
          ))}
        </Stack>
      </Popover.Dropdown>
    </Popover>
  );
}
