import { Text } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { components } from '@/api/schema';
import { Chart } from '@/components/Chart';
import { formatCount, formatShare } from '@/components/format';

type Funnel = components['schemas']['MarketFunnel'];

/** The market in layers, from every account to the target list; a layer leads to its segment. */
export function MarketFunnel({ funnel }: { funnel: Funnel }) {
  const { t } = useTranslation('home');
  const navigate = useNavigate();
  const labels = useMemo(() => funnel.steps.map((step) => step.title ?? t(`layer_${step.layer}`)), [funnel, t]);
  const option = useMemo(
    () => ({
      grid: { left: 8, right: 90, top: 8, bottom: 8, containLabel: true },
      xAxis: { type: 'value', show: false, max: funnel.steps[0]?.size ?? 1 },
      yAxis: { type: 'category', inverse: true, data: labels, axisTick: { show: false }, axisLabel: { width: 130, overflow: 'break' } },
      series: [
        {
          type: 'bar',
          data: funnel.steps.map((step) => step.size),
          barMaxWidth: 34,
          itemStyle: { borderRadius: [0, 4, 4, 0] },
          showBackground: true,
          backgroundStyle: { opacity: 0.15 },
          label: {
            show: true,
            position: 'right',
            color: 'inherit',
            formatter: ({ dataIndex }: { dataIndex: number }) => {
              const step = funnel.steps[dataIndex]!;
              return step.shareOfBefore == null ? formatCount(step.size) : `${formatCount(step.size)} · ${formatShare(step.shareOfBefore)}`;
            },
          },
        },
      ],
      tooltip: { trigger: 'item' },
    }),
    [funnel, labels],
  );
  return (
    <>
      <Chart
        title={t('funnel')}
        summary={t('funnelSummary')}
        option={option}
        height={52 * funnel.steps.length + 16}
        table={{
          columns: [t('layer'), t('size'), t('share')],
          rows: funnel.steps.map((step, at) => [labels[at]!, formatCount(step.size), step.shareOfBefore == null ? null : formatShare(step.shareOfBefore)]),
        }}
        onPick={(_, __, index) => {
          const segment = funnel.steps[index]?.segment;
          void navigate({ to: (segment ? `/segments/${encodeURIComponent(segment)}` : '/accounts') as never });
        }}
      />
      {funnel.missing.length > 0 && (
        <Text size="sm" c="dimmed">
          {t('missingLayers', { layers: funnel.missing.map((layer) => t(`layer_${layer}`)).join(', ') })}
        </Text>
      )}
    </>
  );
}
