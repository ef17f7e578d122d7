import { ActionIcon, Box, Group, Skeleton, Table, Text, Tooltip } from '@mantine/core';
import { IconChartBar, IconTable } from '@tabler/icons-react';
import type { EChartsCoreOption } from 'echarts/core';
import { lazy, Suspense, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { ColumnHeads } from './ColumnHeads';

const EChart = lazy(() => import('./EChart'));

/** What is drawn, and the figures behind it. */
interface FigureProps {
  /** What the chart shows, in a few words: its heading, and what those read who do not see it. */
  title: string;
  /** What it tells, in a sentence. */
  summary?: ReactNode;
  /** The same as a table. */
  table: { columns: readonly string[]; rows: readonly (readonly (string | number | null)[])[] };
  height?: number;
}

/** A chart and the figures behind it. */
export interface ChartProps extends FigureProps {
  /** What ECharts draws. Text only in tooltips: markup is refused by the content security policy. */
  option: EChartsCoreOption;
  /** Told what was clicked: the series' name and the data's name. */
  onPick?: (name: string, series: string | undefined, dataIndex: number) => void;
  /** Told the data's indices that lie in what was brushed, by series. */
  onBrush?: (indices: readonly number[]) => void;
}

/** A chart that can be read as a table too. */
export function Chart({ option, onPick, onBrush, ...figure }: ChartProps) {
  const { height = 280, title } = figure;
  return (
    <Figure {...figure} height={height}>
      <Suspense fallback={<Skeleton height={height} />}>
        <EChart label={title} option={option} height={height} onPick={onPick} onBrush={onBrush} />
      </Suspense>
    </Figure>
  );
}

/** Something drawn that can be read as a table too: for what is simple enough to be drawn without the library of charts. */
export function Figure({ title, summary, table, height = 280, children }: FigureProps & { children: ReactNode }) {
  const { t } = useTranslation();
  const [asTable, setAsTable] = useState(false);
  const label = asTable ? t('showAsChart') : t('showAsTable');
  return (
    <Box component="figure" m={0}>
      <Group justify="space-between" align="flex-start" wrap="nowrap" mb="xs">
        <Box component="figcaption">
          <Text fw={600}>{title}</Text>
          {summary !== undefined && (
            <Text size="sm" c="dimmed" component="div">
              {summary}
            </Text>
          )}
        </Box>
        <Tooltip label={label}>
          <ActionIcon variant="subtle" aria-label={`${label}: ${title}`} aria-pressed={asTable} onClick={() => setAsTable(!asTable)}>
            {asTable ? <IconChartBar size={18} /> : <IconTable size={18} />}
          </ActionIcon>
        </Tooltip>
      </Group>
      {asTable ? <ChartTable title={title} table={table} height={height} /> : children}
    </Box>
  );
}

function ChartTable({ title, table, height }: { title: string; table: ChartProps['table']; height: number }) {
  return (
    <Table.ScrollContainer type="native" minWidth={320} mah={Math.max(height, 240)} tabIndex={0} role="region" aria-label={title}>
      <Table striped withTableBorder>
        <ColumnHeads columns={table.columns} />
        <Table.Tbody className="figures">
          {table.rows.map((row, index) => (
            <Table.Tr key={index}>
              {row.map((cell, column) => (
                <Table.Td key={column} ta={typeof cell === 'number' ? 'right' : undefined}>
                  {cell ?? ''}
                </Table.Td>
              ))}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}
