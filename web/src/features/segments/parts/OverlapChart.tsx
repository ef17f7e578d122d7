import { Stack } from '@mantine/core';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { components } from '@/api/schema';
import { Chart } from '@/components/Chart';
import { formatCount, formatShare } from '@/components/format';

const mostCombinations = 24;

/** How segments overlap: an UpSet plot (a bar for each combination, dots for the segments in it), and every two. */
export function OverlapChart({ overlap, titles }: { overlap: components['schemas']['Overlap']; titles: ReadonlyMap<string, string> }) {
  const { t } = useTranslation('segments');
  const names = useMemo(() => overlap.sets.map((set) => titles.get(set.name) ?? set.name), [overlap, titles]);
  const shown = useMemo(() => overlap.intersections.slice(0, mostCombinations), [overlap]);
  const option = useMemo(() => upset(overlap, shown, names), [overlap, shown, names]);
  return (
    <Stack gap="xl">
      <Chart
        title={t('combinations')}
        summary={t('combinationsText', { count: Number(overlap.inAny), replace: { count: formatCount(Number(overlap.inAny)) } })}
        option={option}
        height={240 + 28 * names.length}
        table={{
          columns: [t('combination'), t('members'), t('share')],
          rows: overlap.intersections.map((one) => [one.sets.map((at) => names[Number(at)]).join(' + '), Number(one.size), formatShare(Number(one.share))]),
        }}
      />
      <Chart
        title={t('pairs')}
        summary={t('pairsText')}
        option={heat(overlap, names)}
        height={120 + 36 * names.length}
        table={{
          columns: [t('segment'), t('segment'), t('both'), t('jaccard')],
          rows: overlap.pairs.map((pair) => [names[Number(pair.first)] ?? '', names[Number(pair.second)] ?? '', Number(pair.both), formatShare(Number(pair.jaccard))]),
        }}
      />
    </Stack>
  );
}

type Overlap = components['schemas']['Overlap'];

function upset(overlap: Overlap, shown: Overlap['intersections'], names: readonly string[]) {
  const columns = shown.map((_, at) => String(at));
  const rows = names.map((name, at) => `${name} (${formatCount(Number(overlap.sets[at]!.size))})`);
  const dots = shown.flatMap((one, at) => names.map((_, set) => [at, set, one.sets.some((inside) => Number(inside) === set) ? 1 : 0] as const));
  return {
    grid: [
      { left: 170, right: 16, top: 16, height: 190 },
      { left: 170, right: 16, top: 222, bottom: 8 },
    ],
    tooltip: {
      formatter: (one: { dataIndex: number; seriesIndex: number }) => {
        const found = shown[one.seriesIndex === 0 ? one.dataIndex : Math.floor(one.dataIndex / names.length)];
        return found ? `${found.sets.map((at) => names[Number(at)]).join(' + ')}: ${formatCount(Number(found.size))} (${formatShare(Number(found.share))})` : '';
      },
    },
    xAxis: [
      { type: 'category', data: columns, axisLabel: { show: false }, axisTick: { show: false } },
      { type: 'category', data: columns, gridIndex: 1, axisLabel: { show: false }, axisTick: { show: false }, axisLine: { show: false } },
    ],
    yAxis: [
      { type: 'value', axisLabel: { formatter: (value: number) => formatCount(value) } },
      { type: 'category', data: rows, gridIndex: 1, inverse: true, axisTick: { show: false }, axisLine: { show: false }, axisLabel: { width: 155, overflow: 'truncate' } },
    ],
    series: [
      { type: 'bar', data: shown.map((one) => Number(one.size)), barMaxWidth: 28, label: { show: shown.length <= 12, position: 'top', formatter: ({ value }: { value: number }) => formatCount(value) } },
      {
        type: 'scatter',
        xAxisIndex: 1,
        yAxisIndex: 1,
        symbolSize: 14,
        data: dots.map(([x, y, inside]) => ({ value: [x, y], itemStyle: inside ? {} : { color: '#868e96', opacity: 0.25 } })),
      },
    ],
  };
}

function heat(overlap: Overlap, names: readonly string[]) {
  return {
    grid: { left: 170, right: 16, top: 8, bottom: 90 },
    tooltip: { formatter: (one: { data: readonly [number, number, number] }) => `${names[one.data[0]]} + ${names[one.data[1]]}: ${formatShare(one.data[2])}` },
    xAxis: { type: 'category', data: names, axisLabel: { rotate: 30, width: 110, overflow: 'truncate' } },
    yAxis: { type: 'category', data: names, inverse: true, axisLabel: { width: 155, overflow: 'truncate' } },
    visualMap: { show: false, min: 0, max: 1, inRange: { color: ['#dbe4ff', '#3b5bdb'] } },
    series: [
      {
        type: 'heatmap',
        data: overlap.pairs.flatMap((pair) => [
          [Number(pair.first), Number(pair.second), Number(pair.jaccard)],
          [Number(pair.second), Number(pair.first), Number(pair.jaccard)],
        ]),
        label: { show: names.length <= 8, color: '#111', backgroundColor: 'rgba(255,255,255,0.75)', padding: 2, formatter: (one: { data: readonly number[] }) => formatShare(one.data[2]!, 0) },
      },
    ],
  };
}
