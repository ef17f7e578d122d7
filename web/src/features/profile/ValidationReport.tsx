import { Alert, Badge, Stack } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { $api } from '@/api/client';
import type { components } from '@/api/schema';
import { formatCompact, formatCount, formatShare } from '@/components/format';
import { QueryState } from '@/components/QueryState';
import { FactTable } from '@/components/FactTable';
import { Section } from './Section';

type Report = components['schemas']['SegmentationReport'];

const colors = { holds: 'teal', weak: 'yellow', fails: 'red', unknown: 'gray' } as const;

/** Whether a segmentation means anything: verdict, criteria, and what became of each group. */
export function ValidationPanel({ name }: { name: string }) {
  const report = $api.useQuery('get', '/v1/segmentations/{segmentation}/validation', { params: { path: { segmentation: name } } }, { staleTime: 60_000 });
  return (
    <QueryState query={report} lines={10}>
      {(data) => <Verdict report={data} />}
    </QueryState>
  );
}

function Verdict({ report }: { report: Report }) {
  const { t } = useTranslation('profile');
  const rate = (value: { rate?: number | null; trials: number }) => (value.rate == null ? '–' : `${formatShare(value.rate)} (${formatCount(value.trials)})`);
  return (
    <Stack gap="lg">
      <Alert color={report.holds ? 'teal' : 'orange'} variant="light" title={t(report.holds ? 'validationHolds' : 'validationFails')}>
        {report.verdict}
      </Alert>
      <Section title={t('tabValidation')}>
        <FactTable
          label={t('criterion')}
          columns={[t('criterion'), '', t('finding'), t('nextStep')]}
          rows={report.criteria.map((criterion) => [
            t(`criterion_${criterion.name}` as never),
            <Badge key="state" variant="light" color={colors[criterion.state]}>
              {t(`state_${criterion.state}`)}
            </Badge>,
            criterion.finding,
            criterion.nextStep ?? '',
          ])}
        />
      </Section>
      <Section title={t('groups')}>
        <FactTable
          label={t('groups')}
          columns={[t('groups'), t('size'), t('winRate'), t('dealSize'), t('cycleDays'), t('retention'), t('wonRevenue'), t('openPipeline'), t('reachable')]}
          rows={report.groups.map((group) => [
            group.value,
            `${formatCount(group.size)}${group.share == null ? '' : ` (${formatShare(group.share)})`}`,
            rate(group.winRate),
            group.medianDealSize == null ? '–' : formatCompact(group.medianDealSize),
            group.medianCycleDays == null ? '–' : formatCount(group.medianCycleDays),
            rate(group.retention),
            formatCompact(group.wonRevenue),
            formatCompact(group.openPipeline),
            rate(group.reachable),
          ])}
        />
      </Section>
    </Stack>
  );
}
