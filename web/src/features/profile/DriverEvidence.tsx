import { Badge, Code, Stack } from '@mantine/core';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { components } from '@/api/schema';
import { Chart } from '@/components/Chart';
import { formatCount, formatNumber, formatShare } from '@/components/format';
import { FactTable } from '@/components/FactTable';
import { forestOption } from './intervals';
import { Section } from './Section';

type Driver = components['schemas']['Driver'];

/** What speaks for each driver: win rates with intervals, effects on the odds, and what deals held out say. */
export function DriverEvidence({ drivers }: { drivers: readonly Driver[] }) {
  const { t } = useTranslation('profile');
  const height = 60 + drivers.length * 34;
  const forest = useMemo(
    () =>
      forestOption(
        drivers.map((driver) => ({ label: driver.label, value: driver.oddsRatio, low: driver.oddsRatioInterval.low ?? driver.oddsRatio, high: driver.oddsRatioInterval.high ?? driver.oddsRatio })),
        { name: t('odds'), isLog: true, reference: 1, format: (value) => formatNumber(value) },
      ),
    [drivers, t],
  );
  return (
    <Section title={t('evidence')}>
      <Stack gap="xl">
        <Chart
          title={t('forestTitle')}
          summary={t('forestSummary')}
          height={height}
          option={forest}
          table={{
            columns: [t('driver'), t('odds'), t('low'), t('high'), t('q')],
            rows: drivers.map((driver) => [driver.label, formatNumber(driver.oddsRatio), bound(driver.oddsRatioInterval.low), bound(driver.oddsRatioInterval.high), luck(driver.q)]),
          }}
        />
        <WinRates drivers={drivers} height={height + drivers.length * 12} />
        <FactTable
          label={t('evidence')}
          columns={[t('driver'), t('clause'), t('with'), t('without'), t('heldOut'), t('heldOutRest'), t('q')]}
          rows={drivers.map((driver) => [
            <Stack key={driver.clause} gap={2} align="flex-start">
              {driver.label}
              <Badge size="xs" variant="light" color={driver.inDefinition ? 'indigo' : driver.speaksFor ? 'teal' : 'orange'}>
                {driver.inDefinition ? t('inProfile') : driver.speaksFor ? t('speaksFor') : t('speaksAgainst')}
              </Badge>
            </Stack>,
            <Code key="clause">{driver.clause}</Code>,
            `${share(driver.with.rate)} (${formatCount(driver.with.deals)})`,
            share(driver.without.rate),
            share(driver.heldOut.rate),
            share(driver.heldOutRest.rate),
            luck(driver.q),
          ])}
        />
      </Stack>
    </Section>
  );
}

function WinRates({ drivers, height }: { drivers: readonly Driver[]; height: number }) {
  const { t } = useTranslation('profile');
  const option = useMemo(
    () => ({
      grid: { left: 8, right: 24, top: 32, bottom: 24, containLabel: true },
      legend: { top: 0 },
      tooltip: { trigger: 'axis', axisPointer: { type: 'shadow' }, valueFormatter: (value: number) => formatShare(value) },
      xAxis: { type: 'value', min: 0, axisLabel: { formatter: (value: number) => formatShare(value, 0) } },
      yAxis: { type: 'category', inverse: true, data: drivers.map((driver) => driver.label), axisLabel: { width: 150, overflow: 'truncate' }, axisTick: { show: false } },
      series: [
        { name: t('with'), type: 'bar', data: drivers.map((driver) => driver.with.rate ?? 0), barMaxWidth: 12 },
        { name: t('without'), type: 'bar', data: drivers.map((driver) => driver.without.rate ?? 0), barMaxWidth: 12 },
      ],
    }),
    [drivers, t],
  );
  return (
    <Chart
      title={t('winRatesTitle')}
      height={height}
      option={option}
      table={{
        columns: [t('driver'), t('with'), t('low'), t('high'), t('without'), t('withDeals')],
        rows: drivers.map((driver) => [driver.label, share(driver.with.rate), share(driver.with.interval?.low), share(driver.with.interval?.high), share(driver.without.rate), formatCount(driver.with.deals)]),
      }}
    />
  );
}

function share(value: number | null | undefined) {
  return value == null ? '–' : formatShare(value);
}

function bound(value: number | undefined) {
  return value === undefined ? '–' : formatNumber(value);
}

function luck(q: number) {
  return q < 0.0001 ? '< 0.0001' : formatNumber(q, 4);
}
