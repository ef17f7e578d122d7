import { Button, Group, Paper, SegmentedControl, SimpleGrid, Stack, Table, Text, Title } from '@mantine/core';
import type { ColumnDef } from '@tanstack/react-table';
import { getRouteApi } from '@tanstack/react-router';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { $api } from '@/api/client';
import type { components } from '@/api/schema';
import { AppLink } from '@/components/AppLink';
import { Chart } from '@/components/Chart';
import { DataTable } from '@/components/DataTable';
import { EmptyState } from '@/components/EmptyState';
import { formatCount, formatNumber, formatShare } from '@/components/format';
import { JobProgress } from '@/components/JobProgress';
import { PageHeader } from '@/components/PageHeader';
import { QueryState } from '@/components/QueryState';
import { StatTile } from '@/components/StatTile';
import { ProblemExamples } from './ProblemExamples';

type Quality = components['schemas']['QualityAnswer'];
type Field = components['schemas']['QualityFieldItem'];
type Problem = components['schemas']['QualityProblemItem'];

const route = getRouteApi('/shell/data/quality');
const withExamples = new Set(['accounts', 'contacts']);

/** How complete, fresh and consistent the data is, and what to mend first. */
export function QualityPage() {
  const { t } = useTranslation('data');
  const report = $api.useQuery('get', '/v1/quality', {}, { staleTime: 60_000 });
  return (
    <>
      <PageHeader title={t('qualityTitle')} description={t('qualityText')} />
      <QueryState query={report} lines={10}>
        {(data) =>
          data.at === null || data.at === undefined ? (
            data.job && <JobProgress job={data.job} onEnd={() => void report.refetch()} />
          ) : (
            <Report report={data} />
          )
        }
      </QueryState>
    </>
  );
}

/** How many pairs may be one; a dash where nobody has looked among that many yet. */
function possibleDuplicates(report: Quality): string {
  const known = [report.duplicateAccounts, report.duplicateContacts].filter((count) => count !== null && count !== undefined);
  return known.length === 0 ? '–' : formatCount(known.reduce((sum, count) => sum + count, 0));
}

function Report({ report }: { report: Quality }) {
  const { t } = useTranslation('data');
  const { problem } = route.useSearch();
  const shown = report.problems.find((one) => one.problem === problem);
  return (
    <Stack gap="xl">
      <SimpleGrid cols={{ base: 1, xs: 2, md: 4 }}>
        <StatTile label={t('accounts')} value={formatCount(report.accounts)} />
        <StatTile label={t('contacts')} value={formatCount(report.contacts)} />
        <StatTile label={t('events')} value={formatCount(report.events)} />
        <StatTile
          label={t('possibleDuplicates')}
          value={possibleDuplicates(report)}
          detail={<AppLink to="/data/duplicates">{t('review')}</AppLink>}
        />
      </SimpleGrid>
      <Problems problems={report.problems} />
      {shown && <ProblemExamples key={shown.problem} problem={shown} />}
      <Fields fields={report.fields} />
    </Stack>
  );
}

function Problems({ problems }: { problems: readonly Problem[] }) {
  const { t } = useTranslation('data');
  const navigate = route.useNavigate();
  const search = route.useSearch();
  return (
    <Paper p="md" withBorder component="section" aria-label={t('problems')}>
      <Title order={2} size="h3" mb="sm">
        {t('problems')}
      </Title>
      {problems.length === 0 ? (
        <EmptyState title={t('noProblems')} />
      ) : (
        <Table.ScrollContainer minWidth={680} tabIndex={0} role="region" aria-label={t('problems')}>
          <Table verticalSpacing="sm">
            <Table.Thead>
              <Table.Tr>
                <Table.Th scope="col">{t('problem')}</Table.Th>
                <Table.Th scope="col" ta="right">
                  {t('concerned')}
                </Table.Th>
                <Table.Th scope="col" ta="right">
                  {t('share')}
                </Table.Th>
                <Table.Th scope="col">{t('whatToDo')}</Table.Th>
                <Table.Th scope="col" aria-label={t('show')} />
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {problems.map((one) => (
                <Table.Tr key={one.problem}>
                  <Table.Th scope="row" fw={500}>
                    {one.title}
                  </Table.Th>
                  <Table.Td ta="right" className="figures">
                    {formatCount(one.count)}
                  </Table.Td>
                  <Table.Td ta="right" className="figures">
                    {formatShare(one.count / Math.max(1, one.total))}
                  </Table.Td>
                  <Table.Td>
                    <Text size="sm" c="dimmed">
                      {one.fix}
                    </Text>
                  </Table.Td>
                  <Table.Td>
                    {withExamples.has(one.of) ? (
                      <Button size="xs" variant="default" aria-label={`${t('show')}: ${one.title}`} onClick={() => void navigate({ search: { ...search, problem: one.problem } })}>
                        {t('show')}
                      </Button>
                    ) : one.problem === 'dead-letters' ? (
                      <AppLink to="/data/events" search={{ tab: 'refused' }} size="sm">
                        {t('show')}
                      </AppLink>
                    ) : null}
                  </Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      )}
    </Paper>
  );
}

function Fields({ fields }: { fields: readonly Field[] }) {
  const { t } = useTranslation('data');
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const of = search.of ?? 'accounts';
  const own = fields.filter((field) => field.of === of);
  const byFill = [...own].sort((one, other) => one.fillRate - other.fillRate);
  const byAge = own.filter((field) => field.meanAgeDays != null).sort((one, other) => (one.meanAgeDays ?? 0) - (other.meanAgeDays ?? 0));
  const bars = (rows: readonly Field[], value: (field: Field) => number, percent: boolean) => ({
    grid: { left: 8, right: 24, top: 8, bottom: 8, containLabel: true },
    xAxis: { type: 'value', ...(percent ? { max: 100, axisLabel: { formatter: '{value} %' } } : {}) },
    yAxis: { type: 'category', data: rows.map((field) => field.field) },
    tooltip: { trigger: 'axis' },
    series: [{ type: 'bar', name: percent ? t('fillRate') : t('days'), data: rows.map(value) }],
  });
  return (
    <Stack>
      <Group>
        <SegmentedControl
          aria-label={t('of')}
          value={of}
          data={[
            { value: 'accounts', label: t('accounts') },
            { value: 'contacts', label: t('contacts') },
          ]}
          onChange={(value) => void navigate({ search: { ...search, of: value as 'accounts' | 'contacts' }, replace: true })}
        />
      </Group>
      <SimpleGrid cols={{ base: 1, md: 2 }}>
        <Paper p="md" withBorder>
          <Chart
            title={t('fillChart')}
            summary={t('fillChartText')}
            height={Math.max(200, byFill.length * 22)}
            option={bars(byFill, (field) => Math.round(field.fillRate * 1000) / 10, true)}
            table={{ columns: [t('field'), t('fillRate')], rows: [...byFill].reverse().map((field) => [field.field, formatShare(field.fillRate)]) }}
          />
        </Paper>
        <Paper p="md" withBorder>
          <Chart
            title={t('staleChart')}
            summary={t('staleChartText')}
            height={Math.max(200, byAge.length * 22)}
            option={bars(byAge, (field) => Math.round(field.meanAgeDays ?? 0), false)}
            table={{ columns: [t('field'), t('days')], rows: [...byAge].reverse().map((field) => [field.field, formatNumber(field.meanAgeDays ?? 0, 0)]) }}
          />
        </Paper>
      </SimpleGrid>
      <Title order={2} size="h3">
        {t('conflictsTable')}
      </Title>
      <FieldTable fields={own} />
    </Stack>
  );
}

/** The columns of the fields; words from the caller. */
function columnsOf(t: TFunction<'data'>): ColumnDef<Field, never>[] {
  const number = (id: string, header: string, read: (field: Field) => number, write: (value: number) => string): ColumnDef<Field, never> => ({
    id,
    header,
    accessorFn: read as never,
    size: 120,
    meta: { align: 'right' },
    cell: ({ row }) => <span className="figures">{write(read(row.original))}</span>,
  });
  return [
    { id: 'field', header: t('field'), accessorFn: ((field: Field) => field.field) as never, size: 180, cell: ({ row }) => row.original.field },
    number('fill', t('fillRate'), (field) => field.fillRate, (value) => formatShare(value)),
    number('distinct', t('distinct'), (field) => field.distinct, formatCount),
    number('age', t('days'), (field) => field.meanAgeDays ?? 0, (value) => formatNumber(value, 0)),
    number('stale', t('stale'), (field) => field.stale, formatCount),
    number('conflicts', t('conflicts'), (field) => field.conflicts, formatCount),
    number('unknown', t('unknownCategories'), (field) => field.unknown, formatCount),
  ];
}

function FieldTable({ fields }: { fields: readonly Field[] }) {
  const { t } = useTranslation('data');
  return <DataTable label={t('conflictsTable')} columns={columnsOf(t)} rows={fields} rowId={(field) => `${field.of}.${field.field}`} choosesColumns />;
}
