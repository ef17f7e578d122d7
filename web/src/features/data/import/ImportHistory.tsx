import { Badge, Button, Group, Stack, Text, Title } from '@mantine/core';
import type { ColumnDef } from '@tanstack/react-table';
import { useNavigate } from '@tanstack/react-router';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { $api } from '@/api/client';
import type { components } from '@/api/schema';
import { AppLink } from '@/components/AppLink';
import { DataTable } from '@/components/DataTable';
import { EmptyState } from '@/components/EmptyState';
import { formatCount } from '@/components/format';
import { QueryState } from '@/components/QueryState';
import { RelativeTime } from '@/components/RelativeTime';

type ImportItem = components['schemas']['ImportItem'];

/** What was imported, and what was uploaded and waits. */
export function ImportHistory() {
  const { t } = useTranslation('data');
  const history = $api.useQuery('get', '/v1/import-history', { params: { query: { limit: 100 } } });
  return (
    <Stack>
      <Waiting />
      <Title order={2} size="h3">
        {t('history')}
      </Title>
      <QueryState query={history}>
        {(data) => (data.imports.length === 0 ? <EmptyState title={t('historyEmpty')} /> : <HistoryTable imports={data.imports} />)}
      </QueryState>
    </Stack>
  );
}

type Texts = TFunction<'data'>;

/** The columns of the history; words from the caller. */
function columnsOf(t: Texts): ColumnDef<ImportItem, never>[] {
  const count = (header: string, read: (item: ImportItem) => number): ColumnDef<ImportItem, never> => ({
    id: header,
    header,
    accessorFn: read as never,
    size: 100,
    meta: { align: 'right' },
    cell: ({ row }) => <span className="figures">{formatCount(read(row.original))}</span>,
  });
  return [
    { id: 'file', header: t('file'), accessorFn: ((item: ImportItem) => item.file) as never, size: 240 },
    { id: 'kind', header: t('kind'), accessorFn: ((item: ImportItem) => item.kind) as never, size: 130 },
    { id: 'source', header: t('source'), accessorFn: ((item: ImportItem) => item.source) as never, size: 110 },
    count(t('rows'), (item) => item.rows),
    {
      id: 'refused',
      header: t('refused'),
      accessorFn: ((item: ImportItem) => item.rejected) as never,
      size: 150,
      meta: { align: 'right' },
      cell: ({ row: { original: item } }) => (
        <Group gap="xs" wrap="nowrap" justify="flex-end">
          <span className="figures">{formatCount(item.rejected)}</span>
          {item.hasRejects && (
            <AppLink to="/data/import" search={{ rejects: String(item.id) }} size="sm">
              {t('mendRows', { count: item.rejected, replace: { count: formatCount(item.rejected) } })}
            </AppLink>
          )}
        </Group>
      ),
    },
    { id: 'when', header: t('when'), accessorFn: ((item: ImportItem) => item.finishedAt) as never, size: 140, cell: ({ row }) => <RelativeTime value={row.original.finishedAt} /> },
  ];
}

function HistoryTable({ imports }: { imports: readonly ImportItem[] }) {
  const { t } = useTranslation('data');
  return <DataTable label={t('history')} columns={columnsOf(t)} rows={imports} rowId={(item) => String(item.id)} height={420} />;
}

function Waiting() {
  const { t } = useTranslation('data');
  const navigate = useNavigate();
  const uploads = $api.useQuery('get', '/v1/imports');
  const waiting = (uploads.data?.uploads ?? []).filter((upload) => upload.files.some((file) => file.outcome?.importId == null));
  if (waiting.length === 0) {
    return null;
  }
  return (
    <Stack gap="xs">
      <Title order={2} size="h3">
        {t('waitingUploads')}
      </Title>
      {waiting.slice(0, 5).map((upload) => (
        <Group key={upload.import} gap="sm">
          <Text size="sm">{upload.files.map((file) => file.name).join(', ')}</Text>
          <Badge variant="light" tt="none" c="var(--mantine-color-text)">
            {upload.owner}
          </Badge>
          <RelativeTime value={upload.at} />
          <Button size="xs" variant="default" onClick={() => void navigate({ to: '/data/import', search: { upload: upload.import, rejects: undefined } })}>
            {t('goOn')}
          </Button>
        </Group>
      ))}
    </Stack>
  );
}
