import { Button, Group, Paper, Select, Stack, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { $api, answered, api } from '@/api/client';
import { ConfirmButton } from '@/components/ConfirmButton';
import { JobProgress, type JobItem } from '@/components/JobProgress';
import { notifyFailed } from '@/components/notify';
import { QueryState } from '@/components/QueryState';
import { FileReview } from './FileReview';
import { BackToImport } from './ImportPage';
import { OutcomeReport } from './OutcomeReport';
import type { PreviewedFile, UploadItem } from './model';

const kinds = ['crm', 'tracking', 'enrichment', 'inference'] as const;

/** The files of an upload before, while and after they are imported. */
export function UploadReview({ id }: { id: string }) {
  const preview = $api.useQuery('get', '/v1/imports/{import}/preview', { params: { path: { import: id } } }, { staleTime: Infinity });
  return (
    <QueryState query={preview} lines={8}>
      {(data) => <Review id={id} upload={data.upload} files={data.files} />}
    </QueryState>
  );
}

function Review({ id, upload, files }: { id: string; upload: UploadItem; files: readonly PreviewedFile[] }) {
  const { t } = useTranslation('data');
  const queries = useQueryClient();
  const navigate = useNavigate();
  const [job, setJob] = useState<{ id: string; dryRun: boolean }>();
  const [tried, setTried] = useState<UploadItem>();
  const imported = upload.files.every((file) => file.outcome?.importId != null);
  const ready = files.some((file) => file.isReady);
  const refresh = () => queries.invalidateQueries({ queryKey: ['get', '/v1/imports/{import}/preview'] });
  const run = useMutation({
    mutationFn: async (dryRun: boolean) => ({ dryRun, ...answered(await api.POST('/v1/imports/{import}/run', { params: { path: { import: id } }, body: { dryRun } })) }),
    onSuccess: (started) => {
      setTried(undefined);
      setJob({ id: started.job, dryRun: started.dryRun });
    },
    onError: (error) => notifyFailed(t('failedToDo', { ns: 'common' }), error),
  });
  const discard = useMutation({
    mutationFn: () => api.DELETE('/v1/imports/{import}', { params: { path: { import: id } } }),
    onSuccess: () => navigate({ to: '/data/import', search: { upload: undefined, rejects: undefined } }),
    onError: (error) => notifyFailed(t('failedToDo', { ns: 'common' }), error),
  });
  const onEnd = (ended: JobItem) => {
    if (job?.dryRun) {
      setTried(ended.state === 'done' ? (ended.result as UploadItem) : undefined);
      return;
    }
    void refresh();
    void queries.invalidateQueries({ queryKey: ['get', '/v1/import-history'] });
  };
  return (
    <Stack>
      {job && <JobProgress key={job.id} job={job.id} onEnd={onEnd} />}
      {(tried ?? (upload.files.some((file) => file.outcome) ? upload : undefined)) && <OutcomeReport upload={tried ?? upload} tried={tried !== undefined} />}
      {imported ? (
        <Group>
          <BackToImport label={t('importMore')} />
        </Group>
      ) : (
        <>
          <SourceChoice upload={upload} />
          {files.map((file) => (
            <FileReview key={file.file} upload={id} file={file} />
          ))}
          <Group>
            <Button size="md" loading={run.isPending} disabled={!ready} onClick={() => run.mutate(false)}>
              {files.length === 1 ? t('importNow') : t('importFiles', { count: files.length })}
            </Button>
            <Button size="md" variant="default" loading={run.isPending} disabled={!ready} onClick={() => run.mutate(true)}>
              {t('tryFirst')}
            </Button>
            <ConfirmButton size="md" variant="subtle" color="red" label={t('discard')} title={t('discardTitle')} question={t('discardText')} confirm={t('discard')} onConfirm={() => discard.mutate()} />
          </Group>
        </>
      )}
    </Stack>
  );
}

function SourceChoice({ upload }: { upload: UploadItem }) {
  const { t } = useTranslation('data');
  const queries = useQueryClient();
  const [source, setSource] = useState(upload.source);
  const labels = { crm: t('kindCrm'), tracking: t('kindTracking'), enrichment: t('kindEnrichment'), inference: t('kindInference') };
  const change = useMutation({
    mutationFn: (body: { source?: string; sourceKind?: (typeof kinds)[number] }) => api.PUT('/v1/imports/{import}', { params: { path: { import: upload.import } }, body: { source: body.source ?? null, sourceKind: body.sourceKind ?? null } }),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['get', '/v1/imports/{import}/preview'] }),
    onError: (error) => notifyFailed(t('failedToDo', { ns: 'common' }), error),
  });
  return (
    <Paper p="md" withBorder>
      <Group align="flex-start">
        <TextInput
          label={t('source')}
          description={t('sourceHint')}
          value={source}
          onChange={(event) => setSource(event.currentTarget.value)}
          onBlur={() => source.trim() !== upload.source && change.mutate({ source })}
        />
        <Select
          label={t('sourceKind')}
          description=" "
          allowDeselect={false}
          data={kinds.map((value) => ({ value, label: labels[value] }))}
          value={upload.sourceKind}
          onChange={(value) => value && change.mutate({ sourceKind: value as (typeof kinds)[number] })}
        />
      </Group>
    </Paper>
  );
}
