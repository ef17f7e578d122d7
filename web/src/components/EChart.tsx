import { useComputedColorScheme } from '@mantine/core';
import { BarChart, CustomChart, FunnelChart, HeatmapChart, LineChart, SankeyChart, ScatterChart } from 'echarts/charts';
import { BrushComponent, GridComponent, LegendComponent, MarkLineComponent, ToolboxComponent, TooltipComponent, VisualMapComponent } from 'echarts/components';
import { init, use, type ECharts, type EChartsCoreOption } from 'echarts/core';
import { CanvasRenderer } from 'echarts/renderers';
import { useEffect, useEffectEvent, useRef } from 'react';

use([
  BarChart,
  CustomChart,
  FunnelChart,
  HeatmapChart,
  LineChart,
  SankeyChart,
  ScatterChart,
  BrushComponent,
  GridComponent,
  LegendComponent,
  MarkLineComponent,
  ToolboxComponent,
  TooltipComponent,
  VisualMapComponent,
  CanvasRenderer,
]);

/** Colours that can be told apart in both schemes, also by people who see few colours (after Okabe and Ito). */
const palette = { light: ['#3b5bdb', '#d9480f', '#087f5b', '#9c36b5', '#a8720a', '#0b7285', '#c2255c', '#5c636a'], dark: ['#91a7ff', '#ff922b', '#38d9a9', '#e599f7', '#ffd43b', '#3bc9db', '#f783ac', '#ced4da'] };

/** Draws with ECharts; loaded only where a chart is shown. */
export default function EChart({
  label,
  option,
  height,
  onPick,
  onBrush,
}: {
  label: string;
  option: EChartsCoreOption;
  height: number;
  onPick?: (name: string, series: string | undefined, dataIndex: number) => void;
  onBrush?: (indices: readonly number[]) => void;
}) {
  const scheme = useComputedColorScheme('light');
  const box = useRef<HTMLDivElement>(null);
  const chart = useRef<ECharts>(null);
  const pick = useEffectEvent((name: string, series: string | undefined, index: number) => onPick?.(name, series, index));
  const brush = useEffectEvent((indices: readonly number[]) => onBrush?.(indices));
  useEffect(() => {
    const drawn = init(box.current!);
    chart.current = drawn;
    drawn.on('click', (event) => pick(event.name, event.seriesName, event.dataIndex));
    drawn.on('brushSelected', (event) => {
      const { batch } = event as { batch?: { selected?: { dataIndex: number[] }[]; areas?: unknown[] }[] };
      brush(batch?.[0]?.selected?.flatMap((series) => series.dataIndex) ?? []);
    });
    const observer = new ResizeObserver(() => drawn.resize());
    observer.observe(box.current!);
    return () => {
      observer.disconnect();
      drawn.dispose();
    };
  }, []);
  useEffect(() => {
    const ink = scheme === 'dark' ? '#dee2e6' : '#343a40';
    const line = scheme === 'dark' ? '#424242' : '#dee2e6';
    const still = matchMedia('(prefers-reduced-motion: reduce)').matches;
    const axis = { axisLabel: { color: ink }, axisLine: { lineStyle: { color: line } }, splitLine: { lineStyle: { color: line } }, nameTextStyle: { color: ink } };
    chart.current?.setOption(
      {
        color: palette[scheme],
        animation: !still,
        animationDuration: 250,
        // A canvas inherits no font, and draws in its own small one where it is told a name that it does not know.
        textStyle: { color: ink, fontFamily: getComputedStyle(box.current!).fontFamily },
        ...option,
        ...(option['xAxis'] ? { xAxis: merge(axis, option['xAxis']) } : {}),
        ...(option['yAxis'] ? { yAxis: merge(axis, option['yAxis']) } : {}),
        ...(option['legend'] ? { legend: { textStyle: { color: ink }, ...(option['legend'] as object) } } : {}),
        tooltip: {
          renderMode: 'richText',
          confine: true,
          backgroundColor: scheme === 'dark' ? '#2e2e2e' : '#ffffff',
          borderColor: line,
          textStyle: { color: ink, fontSize: 12 },
          ...(option['tooltip'] as object | undefined),
        },
      },
      true,
    );
    if (option['brush']) {
      // The pointer draws a rectangle at once, without a button to choose that first.
      chart.current?.dispatchAction({ type: 'takeGlobalCursor', key: 'brush', brushOption: { brushType: 'rect', brushMode: 'single' } });
    }
  }, [option, scheme]);
  return <div ref={box} role="img" aria-label={label} style={{ width: '100%', height }} />;
}

function merge(standard: object, given: unknown): unknown {
  if (Array.isArray(given)) {
    return given.map((one) => merge(standard, one));
  }
  // A label or name that says more of itself keeps its colour.
  const both = (part: 'axisLabel' | 'nameTextStyle') => ({ ...(standard as Record<string, object>)[part], ...(given as Record<string, object | undefined>)[part] });
  return { ...standard, ...(given as object), axisLabel: both('axisLabel'), nameTextStyle: both('nameTextStyle') };
}
