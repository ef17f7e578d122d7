import { Button, Group, SegmentedControl, Stack, Text } from '@mantine/core';
import { IconGauge } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { $api, answered, api } from '@/api/client';
import { EmptyState } from '@/components/EmptyState';
import { formatCount } from '@/components/format';
import { JobProgress } from '@/components/JobProgress';
import { notifyDone, notifyFailed } from '@/components/notify';
import { PageHeader } from '@/components/PageHeader';
import { QueryState } from '@/components/QueryState';
import { ModelCard } from './ModelCard';
import { Versions } from './Versions';
import { ScoreReasons } from './ScoreReasons';

const route = getRouteApi('/shell/profile/scores');
export const scoreNames = ['fit', 'win', 'expand', 'churn'] as const;
export type ScoreName = (typeof scoreNames)[number];

/** The scores with the cards of their models; training and scoring as jobs. */
export function ScoresPage() {
  const { t } = useTranslation('profile');
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const queries = useQueryClient();
  const [job, setJob] = useState<string>();
  const list = $api.useQuery('get', '/v1/scores');
  const score: ScoreName = scoreNames.find((name) => name === search.score) ?? scoreNames.find((name) => list.data?.models.some((model) => model.score === name)) ?? 'fit';
  const train = useMutation({
    mutationFn: async () => answered(await api.POST('/v1/scores/{score}/versions', { params: { path: { score } }, body: {} })).job,
    onSuccess: setJob,
    onError: (error) => notifyFailed(t('train'), error),
  });
  const run = useMutation({
    mutationFn: async () => answered(await api.POST('/v1/scores/run', { body: {} })).job,
    onSuccess: setJob,
    onError: (error) => notifyFailed(t('runScores'), error),
  });
  const versions = list.data?.models.filter((model) => model.score === score) ?? [];
  const hasModel = versions.length > 0;
  const trainButton = (
    <Button variant={hasModel ? 'default' : 'filled'} loading={train.isPending} onClick={() => train.mutate()}>
      {t(hasModel ? 'trainAnew' : 'train')}
    </Button>
  );
  return (
    <>
      <PageHeader
        title={t('scores')}
        description={t('scoresDescription')}
        actions={
          <>
            {hasModel && trainButton}
            {list.data && list.data.models.length > 0 && (
              <Button loading={run.isPending} onClick={() => run.mutate()}>
                {t('runScores')}
              </Button>
            )}
          </>
        }
      />
      <Stack gap="lg">
        <Group>
          <SegmentedControl
            aria-label={t('score')}
            data={scoreNames.map((name) => ({ value: name, label: t(`score_${name}`) }))}
            value={score}
            onChange={(value) => void navigate({ search: { score: value } })}
          />
          <Text c="dimmed" size="sm">
            {t(`scoreSays_${score}`)}
          </Text>
        </Group>
        {job && (
          <JobProgress
            key={job}
            job={job}
            onEnd={(ended) => {
              if (ended.state === 'done' && ended.kind === 'scoring') {
                const done = ended.result as unknown as { changed: number; runs: { accounts: number }[] };
                notifyDone(t('ran', { n: formatCount(Math.max(0, ...done.runs.map((one) => one.accounts))), changed: formatCount(done.changed) }));
              }
              if (ended.state !== 'failed') {
                setJob(undefined);
              }
              void queries.invalidateQueries();
            }}
          />
        )}
        <QueryState query={list} lines={10}>
          {() =>
            hasModel ? (
              <>
                <ModelCard score={score} version={search.version} />
                <Versions score={score} versions={versions} shown={search.version} onShow={(version) => void navigate({ search: { score, version } })} />
                <ScoreReasons score={score} />
              </>
            ) : (
              !job && (
                <EmptyState title={t('noModel')} icon={IconGauge} action={trainButton}>
                  {t('noModelText')}
                </EmptyState>
              )
            )
          }
        </QueryState>
      </Stack>
    </>
  );
}
