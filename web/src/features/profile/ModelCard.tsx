import { Alert, List, SimpleGrid, Stack, Text } from '@mantine/core';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { $api } from '@/api/client';
import type { components } from '@/api/schema';
import { Chart } from '@/components/Chart';
import { formatCount, formatNumber, formatShare } from '@/components/format';
import { QueryState } from '@/components/QueryState';
import { RelativeTime } from '@/components/RelativeTime';
import { StatTile } from '@/components/StatTile';
import { FactTable } from '@/components/FactTable';
import { Section } from './Section';

type View = components['schemas']['ScoreModelView'];
type Groups = components['schemas']['ScoreMetrics']['groups'];

/** What has to be known of a score's model to trust it, or not. */
export function ModelCard({ score, version }: { score: string; version: number | undefined }) {
  const view = $api.useQuery('get', '/v1/scores/{score}', { params: { path: { score }, query: { version } } });
  return (
    <QueryState query={view} lines={12}>
      {(data) => <Card view={data} />}
    </QueryState>
  );
}

function Card({ view }: { view: View }) {
  const { t } = useTranslation('profile');
  const { card, lastRun } = view;
  const drift = lastRun?.drift;
  return (
    <Stack gap="lg">
      <Section title={`${t('version')} ${view.version}: ${t(`kind_${card.kind}`)}`} text={view.verdict}>
        <Text size="sm" mb="sm">
          {t('learnedFrom', { n: formatCount(card.data.trained), tested: formatCount(card.data.tested) })} {t('trainingStays')}
        </Text>
        <SimpleGrid cols={{ base: 2, md: 5 }} spacing="sm">
          <StatTile label={t('auc')} value={card.test.auc ? formatNumber(card.test.auc.area, 3) : '–'} detail={card.test.auc ? `${t('interval', { low: formatNumber(card.test.auc.low, 3), high: formatNumber(card.test.auc.high, 3) })} · ${t('aucHint')}` : t('aucHint')} />
          <StatTile label={t('logLoss')} value={formatNumber(card.test.logLoss, 4)} detail={t('logLossBase', { value: formatNumber(card.test.baseLogLoss, 4) })} />
          <StatTile label={t('calibrationError')} value={formatNumber(card.test.calibrationError, 4)} detail={t('calibration', { how: card.calibration })} />
          <StatTile label={t('drift')} value={drift == null ? '–' : formatNumber(drift, 3)} detail={drift == null ? t('driftNone') : drift < 0.1 ? t('driftSmall') : drift < 0.25 ? t('driftSome') : t('driftLarge')} />
          <StatTile label={t('lastWritten')} value={lastRun ? <RelativeTime value={lastRun.at} /> : '–'} detail={lastRun ? t('accounts', { count: lastRun.accounts, n: formatCount(lastRun.accounts) }) : t('neverWritten')} />
        </SimpleGrid>
      </Section>
      <SimpleGrid cols={{ base: 1, lg: 2 }} spacing="lg">
        <Section title={t('lift')}>
          <LiftChart groups={card.test.groups} />
        </Section>
        <Section title={t('calibrationSection')}>
          <CalibrationChart groups={card.test.groups} />
        </Section>
      </SimpleGrid>
      <SimpleGrid cols={{ base: 1, xl: 2 }} spacing="lg">
        <Section title={t('featuresTitle')}>
          <FactTable label={t('featuresTitle')} columns={[t('feature'), t('share')]} rows={card.features.slice(0, 15).map((feature) => [feature.label, formatShare(feature.share)])} />
        </Section>
        <Section title={t('pointsTitle')}>
          <FactTable
            label={t('pointsTitle')}
            columns={[t('feature'), t('value'), t('points'), t('examples'), t('rate')]}
            rows={[...card.points]
              .sort((one, other) => Math.abs(other.points) - Math.abs(one.points))
              .slice(0, 20)
              .map((point) => [point.feature, point.value, formatNumber(point.points, 1), formatCount(point.examples), formatShare(point.rate)])}
          />
        </Section>
      </SimpleGrid>
      {card.notes.length > 0 && (
        <Alert variant="light" title={t('notes')}>
          <List size="sm">
            {card.notes.map((note) => (
              <List.Item key={note}>{note}</List.Item>
            ))}
          </List>
        </Alert>
      )}
      {card.refused.length > 0 && (
        <Section title={t('refused')}>
          <FactTable label={t('refused')} columns={[t('feature'), t('why')]} rows={card.refused.map((one) => [one.name, one.reason])} />
        </Section>
      )}
    </Stack>
  );
}

function LiftChart({ groups }: { groups: Groups }) {
  const { t } = useTranslation('profile');
  const option = useMemo(
    () => ({
      grid: { left: 8, right: 8, top: 12, bottom: 32, containLabel: true },
      tooltip: { trigger: 'axis' },
      xAxis: { type: 'category', name: t('tenth'), nameLocation: 'middle', nameGap: 24, data: groups.map((_, at) => at + 1) },
      yAxis: { type: 'value' },
      series: [
        {
          type: 'bar',
          name: t('lift'),
          data: groups.map((group) => Number((group.lift ?? 0).toFixed(2))),
          markLine: { silent: true, symbol: 'none', label: { show: false }, lineStyle: { type: 'dashed' }, data: [{ yAxis: 1 }] },
        },
      ],
    }),
    [groups, t],
  );
  return (
    <Chart
      title={t('liftTitle')}
      summary={t('liftSummary', { did: t('liftDid') })}
      option={option}
      table={{
        columns: [t('tenth'), t('outcomes_n'), t('cameTrue'), t('lift')],
        rows: groups.map((group, at) => [at + 1, formatCount(group.rows), formatShare(group.rate), group.lift == null ? '–' : formatNumber(group.lift)]),
      }}
    />
  );
}

function CalibrationChart({ groups }: { groups: Groups }) {
  const { t } = useTranslation('profile');
  const option = useMemo(() => {
    const most = Math.max(0.05, ...groups.flatMap((group) => [group.foretold, group.rate]));
    return {
      grid: { left: 8, right: 16, top: 12, bottom: 32, containLabel: true },
      tooltip: { formatter: (item: { value: number[] }) => `${t('foretold')} ${formatShare(item.value[0]!)}\n${t('cameTrue')} ${formatShare(item.value[1]!)}` },
      xAxis: { type: 'value', name: t('foretold'), nameLocation: 'middle', nameGap: 24, min: 0, max: most, axisLabel: { formatter: (value: number) => formatShare(value, 0) } },
      yAxis: { type: 'value', name: t('cameTrue'), min: 0, max: most, axisLabel: { formatter: (value: number) => formatShare(value, 0) } },
      series: [
        { type: 'line', data: [[0, 0], [most, most]], symbol: 'none', lineStyle: { type: 'dashed', width: 1 }, silent: true },
        { type: 'line', data: groups.map((group) => [group.foretold, group.rate]).sort((one, other) => one[0]! - other[0]!), symbolSize: 8 },
      ],
    };
  }, [groups, t]);
  return (
    <Chart
      title={t('calibrationTitle')}
      summary={t('calibrationSummary')}
      option={option}
      table={{
        columns: [t('foretold'), t('cameTrue'), t('low'), t('high'), t('outcomes_n')],
        rows: groups.map((group) => [formatShare(group.foretold), formatShare(group.rate), formatShare(group.low), formatShare(group.high), formatCount(group.rows)]),
      }}
    />
  );
}
