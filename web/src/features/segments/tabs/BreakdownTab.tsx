import { Select, Stack } from '@mantine/core';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { $api } from '@/api/client';
import type { components } from '@/api/schema';
import { Chart } from '@/components/Chart';
import { formatCount, formatNumber, formatShare } from '@/components/format';
import { QueryState } from '@/components/QueryState';
import type { TabProps } from '../SegmentPage';

type Breakdown = components['schemas']['Breakdown'];

/** What the members are like beside everybody. */
export default function BreakdownTab({ detail, of, search, onSearch }: TabProps) {
  const { t } = useTranslation('segments');
  const by = search.by ?? (of === 'accounts' ? 'industry' : 'seniority');
  const catalog = $api.useQuery('get', '/v1/catalog', {}, { staleTime: 60_000 });
  const kind = of === 'accounts' ? 'account' : 'contact';
  const fields = (catalog.data?.sources ?? []).find((source) => source.name === kind)?.fields.filter((field) => field.type !== 'text').map((field) => field.name) ?? [];
  const named = (catalog.data?.definitions ?? []).filter((one) => one.of === of && one.isValid && (one.kind === 'trait' || one.kind === 'segmentation')).map((one) => one.name);
  const query = $api.useQuery('get', '/v1/segments/{segment}/breakdown', { params: { path: { segment: detail.segment.name }, query: { by, limit: 15 } } }, { placeholderData: (before) => before });
  return (
    <Stack>
      <Select
        label={t('breakdownBy')}
        maw={320}
        searchable
        allowDeselect={false}
        data={[...new Set([by, ...fields, ...named])].map((value) => ({ value, label: value.replaceAll('_', ' ') }))}
        value={by}
        onChange={(next) => onSearch({ by: next ?? undefined })}
      />
      <QueryState query={query}>{(breakdown) => <BreakdownChart breakdown={breakdown} by={by} />}</QueryState>
    </Stack>
  );
}

function BreakdownChart({ breakdown, by }: { breakdown: Breakdown; by: string }) {
  const { t } = useTranslation('segments');
  const value = breakdown.values[0]!;
  const names = { members: t('members'), everybody: t('marketShare'), unknown: t('unknownValue') };
  const option = useMemo(() => optionOf(value.rows, names), [value, names.members]); // eslint-disable-line
  return (
    <Chart
      title={by.replaceAll('_', ' ')}
      summary={t('breakdownText', { size: formatCount(Number(breakdown.size)), market: formatCount(Number(breakdown.market)) })}
      option={option}
      height={80 + 40 * value.rows.length}
      table={{
        columns: [t('value'), t('members'), t('share'), t('marketShare'), t('index')],
        rows: value.rows.map((row) => [
          row.value ?? t('unknownValue'),
          Number(row.count),
          row.share === undefined || row.share === null ? null : formatShare(Number(row.share)),
          row.marketShare === undefined || row.marketShare === null ? null : formatShare(Number(row.marketShare)),
          row.index === undefined || row.index === null ? null : formatNumber(Number(row.index), 0),
        ]),
      }}
    />
  );
}

function optionOf(rows: Breakdown['values'][number]['rows'], names: { members: string; everybody: string; unknown: string }) {
  return {
    grid: { left: 180, right: 60, top: 36, bottom: 24 },
    legend: { top: 0 },
    tooltip: { trigger: 'axis', valueFormatter: (value: number) => formatShare(value) },
    xAxis: { type: 'value', axisLabel: { formatter: (value: number) => formatShare(value, 0) } },
    yAxis: { type: 'category', inverse: true, data: rows.map((row) => row.value ?? names.unknown), axisLabel: { width: 165, overflow: 'truncate' }, axisTick: { show: false } },
    series: [
      { name: names.members, type: 'bar', barGap: '10%', data: rows.map((row) => Number(row.share ?? 0)) },
      { name: names.everybody, type: 'bar', itemStyle: { opacity: 0.45 }, data: rows.map((row) => Number(row.marketShare ?? 0)) },
    ],
  };
}
