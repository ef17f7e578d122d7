import type { EChartsCoreOption } from 'echarts/core';

/** A value with the bounds between which it lies. */
export interface Estimate {
  label: string;
  value: number;
  low: number;
  high: number;
}

interface CustomApi {
  value(dimension: number): number;
  coord(point: [number, number]): [number, number];
  style(): { fill: string };
}

/** A horizontal plot of values with whiskers, one row each, the first at the top: a forest plot. */
export function forestOption(rows: readonly Estimate[], axis: { name: string; isLog?: boolean; reference?: number; format: (value: number) => string }): EChartsCoreOption {
  const values = rows.flatMap((row) => [row.low, row.high]).concat(axis.reference ?? []);
  return {
    grid: { left: 8, right: 24, top: 8, bottom: 36, containLabel: true },
    tooltip: {
      trigger: 'item',
      formatter: (item: { dataIndex: number }) => {
        const row = rows[item.dataIndex];
        return row ? `${row.label}\n${axis.format(row.value)} (${axis.format(row.low)} – ${axis.format(row.high)})` : '';
      },
    },
    xAxis: {
      type: axis.isLog ? 'log' : 'value',
      name: axis.name,
      nameLocation: 'middle',
      nameGap: 24,
      min: axis.isLog ? Math.max(0.05, Math.min(...values) * 0.8) : Math.min(0, ...values),
      max: Math.max(...values) * 1.1,
      axisLabel: { formatter: (value: number) => axis.format(value), hideOverlap: true },
    },
    yAxis: { type: 'category', inverse: true, data: rows.map((row) => row.label), axisLabel: { width: 150, overflow: 'truncate' }, axisTick: { show: false } },
    series: [
      {
        type: 'custom',
        data: rows.map((row, place) => [row.low, row.high, place]),
        encode: { x: [0, 1], y: 2 },
        silent: true,
        renderItem: (_: unknown, api: CustomApi) => {
          const from = api.coord([api.value(0), api.value(2)]);
          const to = api.coord([api.value(1), api.value(2)]);
          return { type: 'line', shape: { x1: from[0], y1: from[1], x2: to[0], y2: to[1] }, style: { stroke: api.style().fill, lineWidth: 2 } };
        },
        ...(axis.reference === undefined ? {} : { markLine: { silent: true, symbol: 'none', label: { show: false }, lineStyle: { type: 'dashed' }, data: [{ xAxis: axis.reference }] } }),
      },
      { type: 'scatter', symbolSize: 10, data: rows.map((row, place) => [row.value, place]) },
    ],
  };
}
