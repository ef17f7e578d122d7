import { Grid, Stack, Text, Tooltip } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { $api } from '@/api/client';
import type { components } from '@/api/schema';
import { FactTable } from '@/components/FactTable';
import { formatCount, formatNumber, formatShare } from '@/components/format';
import { QueryState } from '@/components/QueryState';
import { RelativeTime } from '@/components/RelativeTime';
import { fieldLabel, formatValue } from '@/components/values';
import { Nothing, Part } from './parts';

type Scores = components['schemas']['AccountScores'];
type Held = components['schemas']['HeldScore'];

/** Every score of an account and what makes it. */
export function ScoresPanel({ id }: { id: string }) {
  const scores = $api.useQuery('get', '/v1/accounts/{id}/scores', { params: { path: { id } } });
  return (
    <QueryState query={scores} lines={8}>
      {(data) => (
        <Grid gutter="lg">
          {data.scores
            .filter((score) => score.score !== 'engagement' && score.score !== 'intent')
            .map((score) => (
              <Grid.Col key={score.score} span={{ base: 12, lg: 6 }}>
                <Learnt score={score} />
              </Grid.Col>
            ))}
          <Grid.Col span={{ base: 12, lg: 6 }}>
            <Engagement scores={data} />
          </Grid.Col>
          <Grid.Col span={{ base: 12, lg: 6 }}>
            <Intent scores={data} />
          </Grid.Col>
        </Grid>
      )}
    </QueryState>
  );
}

function valueOf(scores: Scores, name: string): string {
  return formatValue(scores.scores.find((score) => score.score === name)?.value ?? null) || '–';
}

function Learnt({ score }: { score: Held }) {
  const { t } = useTranslation('accounts');
  const explained = score.explained;
  return (
    <Part title={`${t(`scoreName_${score.score}` as 'scoreName_fit')}: ${formatValue(score.value ?? null) || '–'}${score.grade ? ` (${score.grade})` : ''}`}>
      {!explained ? (
        <Nothing>{t('noModel')}</Nothing>
      ) : (
        <Stack gap="xs">
          <Text size="sm" c="dimmed">
            {t('probability', { share: formatShare(explained.probability), version: String(explained.version) })}
          </Text>
          <FactTable
            label={t('scores')}
            columns={[t('reason'), t('value'), t('points')]}
            rows={explained.reasons.map((reason) => [
              reason.label,
              reason.value,
              <Tooltip key="points" label={t('pointsHint')}>
                <Text span size="sm" tabIndex={0}>
                  {reason.points > 0 ? '+' : ''}
                  {formatNumber(reason.points, 1)}
                </Text>
              </Tooltip>,
            ])}
          />
        </Stack>
      )}
    </Part>
  );
}

function Engagement({ scores }: { scores: Scores }) {
  const { t } = useTranslation('accounts');
  return (
    <Part title={`${t('scoreName_engagement')}: ${valueOf(scores, 'engagement')}`}>
      {scores.signals.engagement.length === 0 ? (
        <Nothing>{t('noSignals')}</Nothing>
      ) : (
        <FactTable
          label={t('signals')}
          columns={[t('event'), t('recent'), t('before'), t('shareOfScore'), t('last')]}
          rows={scores.signals.engagement.map((signal) => [fieldLabel(signal.type), formatCount(signal.recent), formatCount(signal.before), formatShare(signal.share, 0), <RelativeTime key="last" value={signal.lastAt} />])}
        />
      )}
    </Part>
  );
}

function Intent({ scores }: { scores: Scores }) {
  const { t } = useTranslation('accounts');
  return (
    <Part title={`${t('scoreName_intent')}: ${valueOf(scores, 'intent')}`}>
      {scores.signals.topics.length === 0 ? (
        <Nothing>{t('noTopics')}</Nothing>
      ) : (
        <FactTable
          label={t('topics')}
          columns={[t('topic'), t('recent'), t('usual'), t('surge'), t('last')]}
          rows={scores.signals.topics.map((topic) => [topic.topic, formatNumber(topic.recent), formatNumber(topic.usual), formatNumber(topic.surge), <RelativeTime key="last" value={topic.lastAt} />])}
        />
      )}
    </Part>
  );
}
