import { Alert, Badge, Button, Group, List, Select, SimpleGrid, Stack, Text } from '@mantine/core';
import { IconRefresh, IconUserStar } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { $api, answered, api } from '@/api/client';
import type { components } from '@/api/schema';
import { EmptyState } from '@/components/EmptyState';
import { formatCount, formatNumber, formatShare } from '@/components/format';
import { JobProgress } from '@/components/JobProgress';
import { notifyFailed } from '@/components/notify';
import { PageHeader } from '@/components/PageHeader';
import { QueryState } from '@/components/QueryState';
import { RelativeTime } from '@/components/RelativeTime';
import { StatTile } from '@/components/StatTile';
import { DriverEvidence } from './DriverEvidence';
import { FactTable } from '@/components/FactTable';
import { Definition, MakeSegment } from './MakeSegment';
import { Section } from './Section';

type Profile = components['schemas']['IdealCustomerProfile'];

const route = getRouteApi('/shell/profile');
const windows = [12, 24, 36, 60];

/** Who buys: the ideal customer profile with its evidence. */
export function ProfilePage() {
  const { t } = useTranslation('profile');
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const queries = useQueryClient();
  const [job, setJob] = useState<string>();
  const latest = $api.useQuery('get', '/v1/icp/latest');
  const months = search.months ?? latest.data?.asked?.months ?? 24;
  const find = useMutation({
    mutationFn: async () => answered(await api.POST('/v1/icp/runs', { body: { months } })).job,
    onSuccess: setJob,
    onError: (error) => notifyFailed(t('findProfile'), error),
  });
  const profile = latest.data?.profile;
  const start = (
    <Button variant={profile ? 'default' : 'filled'} leftSection={profile ? <IconRefresh size={18} aria-hidden /> : undefined} loading={find.isPending} onClick={() => find.mutate()}>
      {t(profile ? 'findAgain' : 'findProfile')}
    </Button>
  );
  return (
    <>
      <PageHeader
        title={t('profile')}
        description={t('profileDescription')}
        actions={
          <>
            <Select
              aria-label={t('months')}
              w={140}
              allowDeselect={false}
              data={windows.map((count) => ({ value: String(count), label: t('monthsValue', { count }) }))}
              value={String(months)}
              onChange={(value) => void navigate({ search: { months: Number(value) } })}
            />
            {profile && start}
            {profile?.definition && <MakeSegment proposal={proposalOf(profile, t('profile'))} />}
          </>
        }
      />
      <Stack gap="lg">
        {job && (
          <JobProgress
            key={job}
            job={job}
            onEnd={(ended) => {
              if (ended.state !== 'failed') {
                setJob(undefined);
              }
              void queries.invalidateQueries({ queryKey: ['get', '/v1/icp/latest'] });
            }}
          />
        )}
        <QueryState query={latest} lines={10}>
          {(found) =>
            found.profile ? (
              <Found profile={found.profile} foundAt={found.foundAt ?? undefined} />
            ) : (
              !job && (
                <EmptyState title={t('noProfileYet')} icon={IconUserStar} action={start}>
                  {t('noProfileYetText')}
                </EmptyState>
              )
            )
          }
        </QueryState>
      </Stack>
    </>
  );
}

function proposalOf(profile: Profile, title: string) {
  return {
    name: 'icp',
    title,
    where: profile.definition!,
    exclude: profile.disqualifiers ?? undefined,
    description: profile.sentence,
    reason: 'Learned from won and lost deals',
  };
}

function Found({ profile, foundAt }: { profile: Profile; foundAt: string | undefined }) {
  const { t } = useTranslation('profile');
  return (
    <>
      <Section title={profile.definition ? t('definition') : t('noProfile')}>
        <Stack gap="sm">
          <Text fz="lg" fw={550} maw="60rem">
            {profile.sentence}
          </Text>
          <Text size="sm" c="dimmed">
            {t('foundAt', { deals: formatCount(profile.deals.closed.deals), tested: formatCount(profile.tested) })}
            {foundAt && (
              <>
                {' · '}
                <RelativeTime value={foundAt} />
              </>
            )}
          </Text>
          {profile.definition && <Definition label={t('segmentWhere')} text={profile.definition} />}
          {profile.disqualifiers && <Definition label={t('disqualifiers')} text={profile.disqualifiers} />}
        </Stack>
      </Section>
      <HoldoutTiles profile={profile} />
      {profile.drivers.length > 0 && <DriverEvidence drivers={profile.drivers} />}
      <Further profile={profile} />
    </>
  );
}

function HoldoutTiles({ profile }: { profile: Profile }) {
  const { t } = useTranslation('profile');
  const { holdout, market } = profile;
  if (!holdout) {
    return null;
  }
  return (
    <Section title={t('holdout')} text={holdout.verdict}>
      <SimpleGrid cols={{ base: 1, xs: 2, md: 4 }} spacing="sm">
        <StatTile
          label={t('lift')}
          value={holdout.lift == null ? '–' : `${formatNumber(holdout.lift)}×`}
          detail={holdout.liftInterval && t('liftDetail', { low: formatNumber(holdout.liftInterval.low ?? 0), high: formatNumber(holdout.liftInterval.high ?? 0) })}
        />
        <StatTile label={t('winRateFit')} value={holdout.fitting.rate == null ? '–' : formatShare(holdout.fitting.rate)} detail={t('winRateOf', { deals: formatCount(holdout.fitting.deals) })} />
        <StatTile label={t('winRateAll')} value={holdout.all.rate == null ? '–' : formatShare(holdout.all.rate)} detail={t('winRateOf', { deals: formatCount(holdout.all.deals) })} />
        {market ? (
          <StatTile label={t('fitToday')} value={formatCount(market.fitting)} detail={t('fitTodayOf', { all: formatCount(market.accounts) })} />
        ) : (
          <StatTile label={t('coverage')} value={formatShare(holdout.coverageOfWins)} />
        )}
      </SimpleGrid>
    </Section>
  );
}

function Further({ profile }: { profile: Profile }) {
  const { t } = useTranslation('profile');
  const outcomes = { dealSize: t('outcomeDealSize'), cycleDays: t('outcomeCycleDays'), retention: t('outcomeRetention'), expansion: t('outcomeExpansion') } as Record<string, string>;
  const shown = (outcome: string, value: number) => (outcome === 'retention' || outcome === 'expansion' ? formatShare(value) : formatCount(value));
  return (
    <>
      {profile.leads.length > 0 && (
        <Section title={t('leads')} text={t('leadsText')}>
          <FactTable
            label={t('leads')}
            columns={[t('driver'), t('with'), t('without')]}
            rows={profile.leads.map((lead) => [lead.label, rate(lead.with.rate), rate(lead.without.rate)])}
          />
        </Section>
      )}
      {profile.associations.length > 0 && (
        <Section title={t('associations')} text={t('associationsText')}>
          <FactTable
            label={t('associations')}
            columns={[t('driver'), t('with'), t('without'), t('accompanies')]}
            rows={profile.associations.map((one) => [one.label, rate(one.with.rate), rate(one.without.rate), one.accompanies ?? ''])}
          />
        </Section>
      )}
      {profile.outcomes.length > 0 && (
        <Section title={t('outcomes')}>
          <FactTable
            label={t('outcomes')}
            columns={[t('outcome'), t('driver'), t('with'), t('without')]}
            rows={profile.outcomes.map((one) => [outcomes[one.outcome] ?? one.outcome, one.label, shown(one.outcome, one.values.with), shown(one.outcome, one.values.without)])}
          />
        </Section>
      )}
      {profile.roles.length > 0 && (
        <Section title={t('roles')}>
          <FactTable
            label={t('roles')}
            columns={[t('role'), t('shareOfWon'), t('shareOfLost')]}
            rows={profile.roles.slice(0, 10).map((role) => [
              <Group key={role.role} gap="xs">
                {role.role}
                {role.q <= 0.05 && (
                  <Badge size="sm" variant="light" color={role.shareOfWon > role.shareOfLost ? 'teal' : 'orange'}>
                    {role.shareOfWon > role.shareOfLost ? t('speaksFor') : t('speaksAgainst')}
                  </Badge>
                )}
              </Group>,
              formatShare(role.shareOfWon),
              formatShare(role.shareOfLost),
            ])}
          />
        </Section>
      )}
      {profile.notes.length > 0 && (
        <Alert title={t('notes')} variant="light">
          <List size="sm">
            {profile.notes.map((note) => (
              <List.Item key={note}>{note}</List.Item>
            ))}
          </List>
        </Alert>
      )}
      {profile.refused.length > 0 && (
        <Section title={t('refused')}>
          <FactTable label={t('refused')} columns={[t('feature'), t('why')]} rows={profile.refused.map((one) => [one.name, one.reason])} />
        </Section>
      )}
    </>
  );
}

function rate(value: number | null | undefined) {
  return value == null ? '–' : formatShare(value);
}
