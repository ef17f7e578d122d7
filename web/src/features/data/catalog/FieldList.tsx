import { Text } from '@mantine/core';
import type { ColumnDef } from '@tanstack/react-table';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { $api } from '@/api/client';
import type { components } from '@/api/schema';
import { AppLink } from '@/components/AppLink';
import { DataTable } from '@/components/DataTable';
import { EmptyState } from '@/components/EmptyState';
import { formatCount, formatNumber, formatShare } from '@/components/format';

type Source = components['schemas']['SourceItem'];
type Quality = components['schemas']['QualityFieldItem'];

interface FieldRow {
  key: string;
  source: string;
  field: string;
  type: string;
  meaning: string;
  taxonomy: string | undefined;
  quality: Quality | undefined;
  usedBy: readonly string[];
}

/** The fields of some rows: what they mean, how well they are filled, which segments read them. */
export function FieldList({ label, sources, find }: { label: string; sources: readonly Source[]; find: string }) {
  const { t } = useTranslation('data');
  const quality = $api.useQuery('get', '/v1/quality', {}, { staleTime: 60_000 });
  const usage = $api.useQuery('get', '/v1/catalog/usage');
  const rows = useMemo(() => {
    const text = find.trim().toLowerCase();
    const used = new Map((usage.data?.usage ?? []).map((one) => [one.name, one.segments]));
    const known = new Map((quality.data?.fields ?? []).map((field) => [`${field.of === 'accounts' ? 'account' : 'contact'}.${field.field}`, field]));
    return sources
      .flatMap((source) =>
        source.fields.map((field): FieldRow => {
          const key = `${source.name}.${field.name}`;
          return { key, source: source.name, field: field.name, type: field.type, meaning: field.description, taxonomy: field.taxonomy ?? undefined, quality: known.get(key), usedBy: used.get(key) ?? [] };
        }),
      )
      .filter((row) => text === '' || row.key.toLowerCase().includes(text) || row.meaning.toLowerCase().includes(text));
  }, [sources, find, quality.data, usage.data]);
  const isEntity = sources.length === 1 && (sources[0]!.name === 'account' || sources[0]!.name === 'contact');
  const columns = useColumns(isEntity);
  return <DataTable label={label} columns={columns} rows={rows} rowId={(row) => row.key} choosesColumns empty={<EmptyState title={t('nothingMatches')} />} />;
}

function useColumns(isEntity: boolean): ColumnDef<FieldRow, never>[] {
  const { t } = useTranslation('data');
  const text = (id: string, header: string, read: (row: FieldRow) => string, size: number): ColumnDef<FieldRow, never> => ({
    id,
    header,
    accessorFn: read as never,
    size,
    cell: ({ row }) => (
      <Text size="sm" truncate title={read(row.original)}>
        {read(row.original)}
      </Text>
    ),
  });
  const number = (id: string, header: string, read: (row: FieldRow) => number | undefined, write: (value: number) => string): ColumnDef<FieldRow, never> => ({
    id,
    header,
    accessorFn: ((row: FieldRow) => read(row) ?? -1) as never,
    size: 130,
    meta: { align: 'right' },
    cell: ({ row }) => {
      const value = read(row.original);
      return <span className="figures">{value === undefined ? '' : write(value)}</span>;
    },
  });
  return [
    text('field', t('field'), (row) => (isEntity ? row.field : row.key), 180),
    text('type', t('type'), (row) => row.type, 100),
    text('meaning', t('meaning'), (row) => row.meaning, 280),
    ...(isEntity
      ? [
          number('fill', t('fillRate'), (row) => row.quality?.fillRate, (value) => formatShare(value)),
          number('distinct', t('distinct'), (row) => row.quality?.distinct, formatCount),
          number('age', t('age'), (row) => row.quality?.meanAgeDays ?? undefined, (value) => t('daysAgo', { days: formatNumber(value, 0) })),
        ]
      : []),
    {
      id: 'usedBy',
      header: t('usedBy'),
      accessorFn: ((row: FieldRow) => row.usedBy.length) as never,
      size: 130,
      cell: ({ row: { original: row } }) =>
        row.usedBy.length === 1 ? (
          <AppLink to="/segments/$name" params={{ name: row.usedBy[0]! }} size="sm">
            {row.usedBy[0]}
          </AppLink>
        ) : (
          <Text size="sm" title={row.usedBy.join(', ')}>
            {row.usedBy.length === 0 ? '' : t('usedByCount', { count: row.usedBy.length })}
          </Text>
        ),
    },
  ];
}
