import { Alert, Button, Group, Paper, Progress, Text } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useEffect, useEffectEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { answered, api } from '@/api/client';
import type { components } from '@/api/schema';
import { ErrorState } from './ErrorState';
import { formatShare } from './format';
import { notifyFailed } from './notify';

export type JobItem = components['schemas']['JobItem'];

const ended = new Set<JobItem['state']>(['done', 'failed', 'cancelled']);

/** How a job stands, asked every moment until it ends. */
export function useJob(id: string | undefined) {
  return useQuery({
    queryKey: ['job', id],
    enabled: id !== undefined,
    queryFn: async () => answered(await api.GET('/v1/jobs/{job}', { params: { path: { job: id! } } })),
    refetchInterval: (query) => (query.state.data && ended.has(query.state.data.state) ? false : 400),
    staleTime: 0,
  });
}

/** Long work under way: how far it is, what it does, and a button that stops it. Says why where it failed. */
export function JobProgress({ job, onEnd }: { job: string; onEnd?: (job: JobItem) => void }) {
  const { t } = useTranslation();
  const query = useJob(job);
  const state = query.data?.state;
  const tell = useEffectEvent((now: JobItem) => onEnd?.(now));
  useEffect(() => {
    if (query.data && state !== undefined && ended.has(state)) {
      tell(query.data);
    }
  }, [state, query.data]);
  const cancel = useMutation({
    mutationFn: () => api.DELETE('/v1/jobs/{job}', { params: { path: { job } } }),
    onError: (error) => notifyFailed(t('failedToDo'), error),
    onSuccess: () => query.refetch(),
  });
  if (query.isError) {
    return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  }
  const now = query.data;
  if (now?.state === 'failed' && now.error) {
    return (
      <Alert role="alert" color="red" variant="light" title={`${now.title}: ${t('jobFailed')}`}>
        <Text size="sm">{now.error.detail}</Text>
        {now.error.fix && <Text size="sm">{t('fix', { fix: now.error.fix })}</Text>}
      </Alert>
    );
  }
  const words = { waiting: t('jobQueued'), running: t('jobRunning'), done: t('jobDone'), failed: t('jobFailed'), cancelled: t('jobCancelled') };
  const share = now?.state === 'done' ? 1 : (now?.progress ?? null);
  return (
    <Paper p="md" withBorder>
      <Group justify="space-between" mb="xs" wrap="nowrap">
        <div role="status">
          <Text fw={600}>{now?.title ?? t('loading')}</Text>
          <Text size="sm" c="dimmed">
            {now ? words[now.state] : ''}
            {now?.state === 'running' && now.phase ? ` · ${now.phase}` : ''}
            {now?.state === 'running' && share !== null ? ` · ${formatShare(share, 0)}` : ''}
          </Text>
        </div>
        {now && !ended.has(now.state) && (
          <Button variant="default" size="xs" loading={cancel.isPending} onClick={() => cancel.mutate()}>
            {t('cancelJob')}
          </Button>
        )}
      </Group>
      <Progress.Root size="md">
        <Progress.Section value={(share ?? 1) * 100} animated={share === null} color={now?.state === 'cancelled' ? 'gray' : undefined} aria-label={now?.title ?? t('loading')} />
      </Progress.Root>
    </Paper>
  );
}
