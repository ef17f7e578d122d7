import { Alert, Button, Group, NumberInput, SimpleGrid, Stack, Table, Text, TextInput } from '@mantine/core';
import { useElementSize } from '@mantine/hooks';
import { IconTargetArrow } from '@tabler/icons-react';
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { $api, answered, api } from '@/api/client';
import type { components } from '@/api/schema';
import { Chart } from '@/components/Chart';
import { CodeText } from '@/components/CodeText';
import { ColumnHeads } from '@/components/ColumnHeads';
import { EntityLink } from '@/components/EntityLink';
import { ErrorState } from '@/components/ErrorState';
import { formatCount, formatNumber, formatShare } from '@/components/format';
import { notifyDone } from '@/components/notify';
import { PageHeader } from '@/components/PageHeader';
import { QueryState } from '@/components/QueryState';
import { StatTile } from '@/components/StatTile';
import { FactTable } from '@/components/FactTable';
import { MakeSegment } from './MakeSegment';
import { isOpen, regionClause, regionOfCells, type RegionSearch } from './region';
import { Section } from './Section';

type TargetMap = components['schemas']['TargetMap'];

const route = getRouteApi('/shell/profile/tiers');
const mapHeight = 420;
const tierNames = ['1:1', '1:few'] as const;

/** Fit against timing: where accounts lie, a region to make a segment of, and the tiers that a team can work. */
export function TiersPage() {
  const { t } = useTranslation('profile');
  const search = route.useSearch();
  const asked = { profile: search.profile, fit: search.fit, timing: search.timing };
  const map = $api.useQuery('get', '/v1/tal/map', { params: { query: asked } });
  return (
    <>
      <PageHeader title={t('tiers')} description={t('tiersDescription')} />
      <Stack gap="lg">
        <Inputs />
        <QueryState query={map} lines={10}>
          {(data) => (
            <>
              {data.notes.map((note) => (
                <Alert key={note} variant="light">
                  <CodeText>{note}</CodeText>
                </Alert>
              ))}
              <Section title={t('steps')}>
                <FactTable
                  label={t('steps')}
                  columns={[t('step'), t('size'), t('removed')]}
                  rows={data.steps.map((step, at) => [step.label, formatCount(step.size), at === 0 ? '' : `${formatCount(step.removed)}${step.shareRemoved == null ? '' : ` (${formatShare(step.shareRemoved)})`}`])}
                />
              </Section>
              <RegionMap map={data} />
              <Tiers map={data} />
            </>
          )}
        </QueryState>
      </Stack>
    </>
  );
}

/** From what the map is made: a segment and two values of the language. */
function Inputs() {
  const { t } = useTranslation('profile');
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const names = ['profile', 'fit', 'timing'] as const;
  const [written, setWritten] = useState(() => ({ profile: search.profile ?? '', fit: search.fit ?? '', timing: search.timing ?? '' }));
  const labels = { profile: t('market'), fit: t('fit'), timing: t('timing') };
  const usual = { profile: 'icp', fit: 'fit_score', timing: 'intent_score' };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void navigate({ search: Object.fromEntries(names.filter((name) => written[name].trim() !== '').map((name) => [name, written[name].trim()])) });
      }}
    >
      <Group gap="xs" align="flex-end">
        {names.map((name) => (
          <TextInput key={name} label={labels[name]} placeholder={usual[name]} value={written[name]} onChange={(event) => setWritten({ ...written, [name]: event.currentTarget.value })} style={{ flex: '1 1 9rem' }} />
        ))}
        <Button type="submit" variant="default" leftSection={<IconTargetArrow size={18} aria-hidden />}>
          {t('preview')}
        </Button>
      </Group>
    </form>
  );
}

function RegionMap({ map }: { map: TargetMap }) {
  const { t } = useTranslation('profile');
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const region: RegionSearch = { fitFrom: search.fitFrom, fitTo: search.fitTo, timingFrom: search.timingFrom, timingTo: search.timingTo };
  const put = (next: RegionSearch) => void navigate({ search: (before) => ({ ...before, fitFrom: next.fitFrom, fitTo: next.fitTo, timingFrom: next.timingFrom, timingTo: next.timingTo }), replace: true });
  const where = regionClause(map.market, map.fit.value, map.timing.value, region);
  const count = useQuery({
    queryKey: ['count', where],
    queryFn: async ({ signal }) => answered(await api.POST('/v1/count', { body: { definition: where, of: 'accounts', at: null }, signal })).count,
    placeholderData: keepPreviousData,
  });
  const { ref, width } = useElementSize();
  const option = useMemo(() => mapOption(map, width), [map, width]);
  const bound = (side: keyof RegionSearch, label: string) => (
    <NumberInput label={label} value={region[side] ?? ''} onChange={(value) => put({ ...region, [side]: value === '' ? undefined : Number(value) })} decimalScale={4} style={{ flex: '1 1 9rem' }} />
  );
  return (
    <Section title={t('mapTitle')}>
      <Stack gap="md" ref={ref}>
        <Chart
          title={`${map.fit.value} × ${map.timing.value}`}
          summary={`${t('mapSummary', { n: formatCount(map.accounts) })} ${map.unknown > 0 ? t('mapUnknown', { n: formatCount(map.unknown) }) : ''}`}
          height={mapHeight}
          option={option}
          onBrush={(indices) => {
            if (indices.length > 0) {
              put(regionOfCells(indices.flatMap((index) => map.cells[index] ?? []), map.fitEdges, map.timingEdges));
            }
          }}
          table={{
            columns: [map.fit.value, map.timing.value, t('count')],
            rows: map.cells.map((cell) => [range(map.fitEdges, cell.fit), range(map.timingEdges, cell.timing), cell.count]),
          }}
        />
        <Group gap="xs" align="flex-end">
          {bound('fitFrom', t('fitFrom', { what: map.fit.value }))}
          {bound('fitTo', t('fitTo', { what: map.fit.value }))}
          {bound('timingFrom', t('fitFrom', { what: map.timing.value }))}
          {bound('timingTo', t('fitTo', { what: map.timing.value }))}
        </Group>
        <Group justify="space-between">
          <Text role="status" aria-live="polite">
            {isOpen(region) ? t('regionEmpty') : count.data === undefined ? '…' : `${t('accounts', { count: count.data, n: formatCount(count.data) })} ${t('regionCount')}`}
          </Text>
          <Group gap="xs">
            <Button variant="default" disabled={isOpen(region)} onClick={() => put({})}>
              {t('clearRegion')}
            </Button>
            <MakeSegment disabled={isOpen(region)} proposal={{ name: 'fit-and-timing', title: t('mapTitle'), where, reason: t('mapTitle') }} />
          </Group>
        </Group>
        {count.isError && <ErrorState error={count.error} />}
      </Stack>
    </Section>
  );
}

function range(edges: readonly number[], place: number) {
  return `${formatNumber(edges[place]!)} – ${formatNumber(edges[place + 1]!)}`;
}

/** The cells that somebody is in, the more the darker, in a window of a width; dragging brushes them. */
function mapOption(map: TargetMap, width: number) {
  const middle = (edges: readonly number[], place: number) => (edges[place]! + edges[place + 1]!) / 2;
  const counts = map.cells.map((cell) => Math.log10(1 + cell.count));
  const marks = (upper: number, lower: number) => [upper, lower].filter((value) => value > 0).map((value) => ({ value }));
  const lines = [...marks(map.fit.upper, map.fit.lower).map(({ value }) => ({ xAxis: value })), ...marks(map.timing.upper, map.timing.lower).map(({ value }) => ({ yAxis: value }))];
  return {
    grid: { left: 8, right: 16, top: 40, bottom: 40, containLabel: true },
    toolbox: { show: false },
    brush: { toolbox: [], brushLink: 'all', brushMode: 'single', throttleType: 'debounce', throttleDelay: 200, xAxisIndex: 0, yAxisIndex: 0, brushStyle: { borderWidth: 2, color: 'rgba(66,99,235,0.15)', borderColor: '#4263eb' }, outOfBrush: { colorAlpha: 0.35 } },
    tooltip: {
      formatter: (item: { dataIndex: number }) => {
        const cell = map.cells[item.dataIndex];
        return cell ? `${map.fit.value} ${range(map.fitEdges, cell.fit)}\n${map.timing.value} ${range(map.timingEdges, cell.timing)}\n${formatCount(cell.count)}` : '';
      },
    },
    visualMap: { show: false, dimension: 2, min: 0, max: Math.max(1, ...counts), inRange: { color: ['#bac8ff', '#5c7cfa', '#364fc7'] } },
    xAxis: { type: 'value', name: map.fit.value, nameLocation: 'middle', nameGap: 26, min: map.fitEdges[0], max: map.fitEdges.at(-1) },
    yAxis: { type: 'value', name: map.timing.value, nameTextStyle: { align: 'left', padding: [0, 0, 0, -24] }, min: map.timingEdges[0], max: map.timingEdges.at(-1) },
    series: [
      {
        type: 'scatter',
        symbol: 'rect',
        symbolSize: [cellSize(width - 70, map.fitEdges), cellSize(mapHeight - 100, map.timingEdges)],
        data: map.cells.map((cell, at) => [middle(map.fitEdges, cell.fit), middle(map.timingEdges, cell.timing), counts[at]]),
        markLine: { silent: true, symbol: 'none', label: { show: false }, lineStyle: { type: 'dashed' }, data: lines },
      },
    ],
  };
}

/** The pixels of a cell that leave a line free to the next. */
function cellSize(all: number, edges: readonly number[]) {
  return Math.max(6, Math.floor(all / Math.max(1, edges.length - 1)) - 2);
}

/** The nine cells of grades, and tiers by what a team can work. */
function Tiers({ map }: { map: TargetMap }) {
  const { t } = useTranslation('profile');
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const queries = useQueryClient();
  const [capacity, setCapacity] = useState<Record<string, number>>(() => capacitiesOf(search.capacity));
  const [reason, setReason] = useState('');
  const text = Object.entries(capacity).map(([tier, accounts]) => `${tier}=${accounts}`).join(',');
  const options = { profile: search.profile, fit: search.fit, timing: search.timing, capacity: search.capacity ?? '1:1=150,1:few=2000' };
  const list = $api.useQuery('get', '/v1/tal', { params: { query: { ...options, limit: 20 } } });
  const save = useMutation({
    mutationFn: async () => answered(await api.POST('/v1/tal', { body: { ...options, capacity: text, reason } })),
    onSuccess: async (saved) => {
      notifyDone(t(saved.proposal ? 'tiersProposed' : 'tiersSaved'));
      await queries.invalidateQueries();
    },
  });
  const fits = [...new Set(map.matrix.map((cell) => cell.fit))];
  const timings = [...new Set(map.matrix.map((cell) => cell.timing))];
  return (
    <Section title={t('matrixTitle')}>
      <Stack gap="md">
        <Table.ScrollContainer minWidth={320} tabIndex={0} role="region" aria-label={t('matrixTitle')}>
          <Table withTableBorder withColumnBorders>
            <ColumnHeads columns={[t('fit'), ...timings]} />
            <Table.Tbody className="figures">
              {fits.map((fit) => (
                <Table.Tr key={fit}>
                  <Table.Th scope="row">{fit}</Table.Th>
                  {map.matrix
                    .filter((cell) => cell.fit === fit)
                    .map((cell) => (
                      <Table.Td key={cell.timing}>
                        {formatCount(cell.count)} <Text span c="dimmed" size="sm">{cell.tier ?? t('leftOut')}</Text>
                      </Table.Td>
                    ))}
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
        <form
          onSubmit={(event) => {
            event.preventDefault();
            void navigate({ search: (before) => ({ ...before, capacity: text }), replace: true });
          }}
        >
          <Group gap="xs" align="flex-end">
            {tierNames.map((tier) => (
              <NumberInput key={tier} label={t('capacityOf', { tier })} min={1} allowDecimal={false} value={capacity[tier]} onChange={(value) => setCapacity({ ...capacity, [tier]: Math.max(1, Number(value) || 1) })} w={150} />
            ))}
            <Button type="submit" variant="default">
              {t('preview')}
            </Button>
            <TextInput label={t('tiersReason')} value={reason} onChange={(event) => setReason(event.currentTarget.value)} style={{ flex: '1 1 10rem' }} />
            <Button loading={save.isPending} onClick={() => save.mutate()}>
              {t('saveTiers')}
            </Button>
          </Group>
        </form>
        {save.isError && <ErrorState error={save.error} />}
        <QueryState query={list}>
          {(data) => (
            <Stack gap="md">
              <SimpleGrid cols={{ base: 2, sm: 4 }} spacing="sm">
                {data.tiers.map((tier) => (
                  <StatTile key={tier.name} label={tier.name} value={formatCount(tier.size)} detail={tier.capacity == null ? undefined : `${t('capacity')}: ${formatCount(tier.capacity)}`} />
                ))}
              </SimpleGrid>
              <FactTable
                label={t('best')}
                columns={[t('account'), t('tier'), t('why')]}
                rows={data.accounts.map((account) => [<EntityLink key={account.id} of="accounts" id={account.id} name={account.name} />, account.tier, account.reason])}
              />
            </Stack>
          )}
        </QueryState>
      </Stack>
    </Section>
  );
}

function capacitiesOf(text: string | undefined): Record<string, number> {
  const given = Object.fromEntries((text ?? '').split(',').flatMap((part) => (part.includes('=') ? [[part.split('=')[0]!.trim(), Number(part.split('=')[1])]] : [])));
  return { '1:1': 150, '1:few': 2000, ...given };
}
