import { Alert, Button, Group, Stack, Table, Text, TextInput, Title } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { $api, answered, api } from '@/api/client';
import type { components } from '@/api/schema';
import { AppLink } from '@/components/AppLink';
import { ColumnHeads } from '@/components/ColumnHeads';
import { EmptyState } from '@/components/EmptyState';
import { formatCount } from '@/components/format';
import { JobProgress, type JobItem } from '@/components/JobProgress';
import { notifyDone, notifyFailed } from '@/components/notify';
import { QueryState } from '@/components/QueryState';
import { BackToImport } from './ImportPage';
import { changedCells, mendedRows, type Edits, type MendOutcome, type RejectItem } from './rejects';

type RejectList = components['schemas']['RejectList'];

/** The rows that an import refused, as a table whose cells are mended in place. */
export function RejectsEditor({ id }: { id: number }) {
  const { t } = useTranslation('data');
  const entry = $api.useQuery('get', '/v1/import-history/{id}', { params: { path: { id } } });
  const rejects = $api.useQuery('get', '/v1/import-history/{id}/rejects', { params: { path: { id }, query: { limit: 200 } } }, { staleTime: 0 });
  return (
    <Stack>
      <Title order={2} size="h3">
        {t('rejectsTitle', { file: entry.data?.file ?? '' })}
      </Title>
      <QueryState query={rejects}>{(data) => <Editor id={id} data={data} />}</QueryState>
    </Stack>
  );
}

function Editor({ id, data }: { id: number; data: RejectList }) {
  const { t } = useTranslation('data');
  const queries = useQueryClient();
  const [edits, setEdits] = useState<Edits>({});
  const [job, setJob] = useState<string>();
  const mended = mendedRows(data.rows, edits);
  const mend = useMutation({
    mutationFn: async () => answered(await api.POST('/v1/import-history/{id}/rejects', { params: { path: { id } }, body: { rows: mended } })),
    onSuccess: (started) => setJob(started.job),
    onError: (error) => notifyFailed(t('failedToDo', { ns: 'common' }), error),
  });
  const onEnd = async (ended: JobItem) => {
    setJob(undefined);
    if (ended.state !== 'done') {
      notifyFailed(t('failedToDo', { ns: 'common' }), ended.error?.detail ?? ended.state);
      return;
    }
    const result = ended.result as MendOutcome;
    if (result.taken > 0) {
      notifyDone(t('mendedTaken', { count: result.taken }));
    }
    if (result.left.length > 0) {
      notifyFailed(t('mendedLeft', { count: result.left.length }), result.left.map((row) => `${row.field}: ${row.reason}`).join(', '));
    }
    setEdits({});
    await queries.invalidateQueries({ queryKey: ['get', '/v1/import-history/{id}/rejects'] });
    await queries.invalidateQueries({ queryKey: ['get', '/v1/import-history'] });
  };
  if (data.rows.length === 0) {
    return (
      <EmptyState title={t('rejectsNone')} action={<BackToImport />}>
        <AppLink to="/accounts">{t('lookAtAccounts')}</AppLink>
      </EmptyState>
    );
  }
  return (
    <Stack>
      <Text c="dimmed">{t('rejectsText')}</Text>
      {data.total > data.rows.length && <Alert variant="light">{t('moreRejects', { count: formatCount(data.total - data.rows.length) as never })}</Alert>}
      {job && <JobProgress key={job} job={job} onEnd={(ended) => void onEnd(ended)} />}
      <Table.ScrollContainer minWidth={Math.max(600, 320 + data.columns.length * 170)} mah={560} tabIndex={0} role="region" aria-label={t('rejectsText')}>
        <Table stickyHeader>
          <ColumnHeads columns={[t('row'), t('reason'), ...data.columns]} />
          <Table.Tbody>
            {data.rows.map((row) => (
              <RejectRow key={row.row} row={row} data={data} edits={edits} onEdit={setEdits} />
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
      <Group>
        <Button loading={mend.isPending || job !== undefined} disabled={mended.length === 0} onClick={() => mend.mutate()}>
          {t('importMended', { count: mended.length })}
        </Button>
        <BackToImport />
      </Group>
    </Stack>
  );
}

function RejectRow({ row, data, edits, onEdit }: { row: RejectItem; data: RejectList; edits: Edits; onEdit: (edits: Edits) => void }) {
  const { t } = useTranslation('data');
  const cells = changedCells(row, edits);
  return (
    <Table.Tr>
      <Table.Th scope="row" className="figures">
        {formatCount(row.row)}
      </Table.Th>
      <Table.Td miw={180}>
        <Text size="sm">
          <b>{row.field}</b>: {row.reason}
        </Text>
      </Table.Td>
      {data.columns.map((column, index) => (
        <Table.Td key={column} miw={150}>
          <TextInput
            size="xs"
            aria-label={t('cellOf', { column, row: String(row.row) })}
            value={cells[index] ?? ''}
            error={data.targets[index] === row.field && cells[index] === row.cells[index]}
            onChange={(event) => onEdit({ ...edits, [row.row]: { ...edits[row.row], [index]: event.currentTarget.value } })}
          />
        </Table.Td>
      ))}
    </Table.Tr>
  );
}
