import { Group, Select } from '@mantine/core';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { $api } from '@/api/client';
import type { components } from '@/api/schema';
import { Chart } from '@/components/Chart';
import { formatCount, formatInstant } from '@/components/format';
import { QueryState } from '@/components/QueryState';
import { sankeyOf } from './sankey';
import { Section } from './Section';

type GroupFlow = components['schemas']['GroupFlow'];

const lookBacks = [1, 3, 6, 12];

/** Who moved from which group to which over the past months. */
export function FlowPanel({ name, months, onMonths }: { name: string; months: number; onMonths: (months: number) => void }) {
  const { t } = useTranslation('profile');
  const flow = $api.useQuery('get', '/v1/segmentations/{segmentation}/flow', { params: { path: { segmentation: name }, query: { months, steps: Math.min(months, 3) } } });
  return (
    <Section title={t('tabFlow')}>
      <Group mb="md">
        <Select
          label={t('flowMonths')}
          w={180}
          allowDeselect={false}
          data={lookBacks.map((count) => ({ value: String(count), label: t('monthsValue', { count }) }))}
          value={String(months)}
          onChange={(value) => onMonths(Number(value))}
        />
      </Group>
      <QueryState query={flow} lines={8}>
        {(data) => <FlowChart flow={data} />}
      </QueryState>
    </Section>
  );
}

function FlowChart({ flow }: { flow: GroupFlow }) {
  const { t } = useTranslation('profile');
  const option = useMemo(() => {
    const { nodes, links } = sankeyOf(flow, t('outside'));
    const labels = new Map(nodes.map((node) => [node.name, `${node.group}, ${formatInstant(flow.instants[node.depth]!, 'date')}`]));
    const groups = [...flow.groups, t('outside')];
    return {
      tooltip: {
        trigger: 'item',
        formatter: (item: { dataType: string; name: string; value: number; data: { source?: string; target?: string } }) =>
          item.dataType === 'edge' ? `${labels.get(item.data.source!)} → ${labels.get(item.data.target!)}\n${formatCount(item.value)}` : `${labels.get(item.name)}\n${formatCount(item.value)}`,
      },
      series: [
        {
          type: 'sankey',
          left: 8,
          right: 110,
          top: 8,
          bottom: 8,
          nodeGap: 10,
          layoutIterations: 0,
          draggable: false,
          emphasis: { focus: 'adjacency' },
          lineStyle: { color: 'source', opacity: 0.35 },
          data: nodes.map((node) => ({
            name: node.name,
            depth: node.depth,
            itemStyle: { color: colors[groups.indexOf(node.group) % colors.length] },
            label: { formatter: node.group, color: 'inherit', width: 100, overflow: 'truncate' },
          })),
          links,
        },
      ],
    };
  }, [flow, t]);
  return (
    <Chart
      title={t('flowTitle')}
      summary={t('flowSummary')}
      height={Math.max(320, flow.groups.length * 60)}
      option={option}
      table={{
        columns: [t('step'), t('from'), t('to'), t('count')],
        rows: flow.links.map((link) => [
          `${formatInstant(flow.instants[link.step]!, 'date')} – ${formatInstant(flow.instants[link.step + 1]!, 'date')}`,
          link.from ?? t('outside'),
          link.to ?? t('outside'),
          formatCount(link.count),
        ]),
      }}
    />
  );
}

const colors = ['#4263eb', '#e8590c', '#0ca678', '#ae3ec9', '#c08a1e', '#1098ad', '#d6336c', '#868e96'];
