import { SegmentedControl, Stack } from '@mantine/core';
import { keepPreviousData } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { $api } from '@/api/client';
import type { components } from '@/api/schema';
import { Chart } from '@/components/Chart';
import { formatCount, formatInstant } from '@/components/format';
import { QueryState } from '@/components/QueryState';
import type { TabProps } from '../SegmentPage';

type Point = components['schemas']['SizeItem'];

const periods = [7, 30, 90, 365] as const;
const day = 86_400_000;

/** How large the segment was, and who came and went in between. */
export default function SizeTab({ detail, search, onSearch }: TabProps) {
  const { t } = useTranslation('segments');
  const days = search.days ?? 30;
  // Rounded to the hour, so that the same question has the same answer for a while.
  const [now] = useState(() => Math.floor(Date.now() / 3_600_000) * 3_600_000);
  const from = new Date(now - days * day).toISOString();
  const query = $api.useQuery(
    'get',
    '/v1/segments/{segment}/size',
    { params: { path: { segment: detail.segment.name }, query: { from, points: days === 7 ? 8 : 31 } } },
    { placeholderData: keepPreviousData },
  );
  return (
    <Stack>
      <SegmentedControl
        aria-label={t('period')}
        data={periods.map((count) => ({ value: String(count), label: t('days', { count }) }))}
        value={String(days)}
        onChange={(next) => onSearch({ days: Number(next) })}
        style={{ alignSelf: 'flex-start' }}
      />
      <QueryState query={query}>{({ points }) => <SizeChart points={points} />}</QueryState>
    </Stack>
  );
}

function SizeChart({ points }: { points: readonly Point[] }) {
  const { t } = useTranslation('segments');
  const option = useMemo(() => optionOf(points, { size: t('size'), entered: t('entered'), left: t('left') }), [points, t]);
  return (
    <Chart
      title={t('tabs.size')}
      summary={t('sizeText')}
      option={option}
      height={360}
      table={{
        columns: [t('date'), t('size'), t('entered'), t('left'), ''],
        rows: points.map((point) => [
          formatInstant(point.at),
          Number(point.size),
          point.entered === undefined || point.entered === null ? null : Number(point.entered),
          point.left === undefined || point.left === null ? null : Number(point.left),
          t(point.isTold ? 'toldThen' : 'workedOut'),
        ]),
      }}
    />
  );
}

function optionOf(points: readonly Point[], names: { size: string; entered: string; left: string }) {
  const hasMoves = points.some((point) => point.entered !== undefined && point.entered !== null);
  return {
    grid: { left: 64, right: 24, top: 40, bottom: 40 },
    legend: { top: 0 },
    tooltip: { trigger: 'axis', valueFormatter: (value: number) => formatCount(Math.abs(value)) },
    xAxis: { type: 'time' },
    yAxis: { type: 'value', axisLabel: { formatter: (value: number) => formatCount(value) } },
    series: [
      {
        name: names.size,
        type: 'line',
        symbol: 'circle',
        symbolSize: 6,
        data: points.map((point) => ({ value: [point.at, Number(point.size)], itemStyle: point.isTold ? {} : { opacity: 0.45 } })),
      },
      ...(hasMoves
        ? [
            { name: names.entered, type: 'bar', stack: 'moves', itemStyle: { color: '#2f9e44' }, data: points.map((point) => [point.at, Number(point.entered ?? 0)]) },
            { name: names.left, type: 'bar', stack: 'moves', itemStyle: { color: '#e03131' }, data: points.map((point) => [point.at, -Number(point.left ?? 0)]) },
          ]
        : []),
    ],
  };
}
