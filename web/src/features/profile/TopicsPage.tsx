import { Alert, Badge, Button, Checkbox, Group, Stack, Text } from '@mantine/core';
import { IconBulb } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { $api, answered, api } from '@/api/client';
import type { components } from '@/api/schema';
import { Chart } from '@/components/Chart';
import { EmptyState } from '@/components/EmptyState';
import { formatCount, formatNumber, formatShare } from '@/components/format';
import { PageHeader } from '@/components/PageHeader';
import { QueryState } from '@/components/QueryState';
import { FactTable } from '@/components/FactTable';
import { forestOption } from './intervals';
import { MakeSegment } from './MakeSegment';
import { Section } from './Section';

type Topic = components['schemas']['GuidedTopic'];

const route = getRouteApi('/shell/profile/topics');
const colors = { choose: 'teal', neutral: 'gray', avoid: 'orange', tooFew: 'gray' } as const;

/** A guide to the topics whose research goes before deals that are won. */
export function TopicsPage() {
  const { t } = useTranslation('profile');
  const guide = $api.useQuery('get', '/v1/topics');
  return (
    <>
      <PageHeader title={t('topics')} description={t('topicsDescription')} />
      <QueryState query={guide} lines={10}>
        {(data) =>
          data.topics.length === 0 ? (
            <EmptyState title={t('noTopics')} icon={IconBulb}>
              {t('noTopicsText')}
            </EmptyState>
          ) : (
            <Guide topics={data.topics} notes={data.notes} />
          )
        }
      </QueryState>
    </>
  );
}

function Guide({ topics, notes }: { topics: readonly Topic[]; notes: readonly string[] }) {
  const { t } = useTranslation('profile');
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const named = new Set((search.topics ?? '').split('|'));
  const chosen = topics.filter((topic) => named.has(topic.topic));
  const choose = (next: readonly Topic[]) => void navigate({ search: next.length === 0 ? {} : { topics: next.map((topic) => topic.topic).join('|') }, replace: true });
  const where = chosen.map((topic) => topic.clause).join(' or ');
  const count = useQuery({
    queryKey: ['count', where],
    enabled: where !== '',
    queryFn: async () => answered(await api.POST('/v1/count', { body: { definition: where, of: 'accounts', at: null } })).count,
  });
  const judged = useMemo(() => topics.filter((topic) => topic.recommendation !== 'tooFew').slice(0, 25), [topics]);
  const option = useMemo(
    () =>
      forestOption(
        judged.map((topic) => ({ label: topic.topic, value: topic.lift, low: topic.liftInterval.low ?? topic.lift, high: topic.liftInterval.high ?? topic.lift })),
        { name: t('lift'), reference: 1, format: (value) => formatNumber(value) },
      ),
    [judged, t],
  );
  return (
    <Stack gap="lg">
      {notes.map((note) => (
        <Alert key={note} variant="light">
          {note}
        </Alert>
      ))}
      <Section title={t('topics')}>
        <Group mb="sm" justify="space-between">
          <Text role="status">
            {t('chosen', { count: chosen.length })}
            {count.data !== undefined && chosen.length > 0 && ` · ${t('accounts', { count: count.data, n: formatCount(count.data) })}`}
          </Text>
          <Group gap="xs">
            <Button variant="default" onClick={() => choose(topics.filter((topic) => topic.recommendation === 'choose'))} disabled={!topics.some((topic) => topic.recommendation === 'choose')}>
              {t('chooseAdvised')}
            </Button>
            <MakeSegment
              disabled={chosen.length === 0}
              proposal={{ name: 'researching-topics', title: chosen.map((topic) => topic.topic).join(', '), where, reason: t('topicsDescription') }}
            />
          </Group>
        </Group>
        <FactTable
          label={t('topics')}
          columns={[t('topic'), t('recommendation'), t('lift'), t('with'), t('without'), t('q'), t('researching')]}
          rows={topics.map((topic) => [
            <Checkbox
              key="choose"
              label={topic.topic}
              aria-label={t('chooseTopic', { topic: topic.topic })}
              checked={named.has(topic.topic)}
              onChange={() => choose(named.has(topic.topic) ? chosen.filter((one) => one !== topic) : [...chosen, topic])}
            />,
            <Badge key="advice" variant="light" tt="none" miw="max-content" color={colors[topic.recommendation]}>
              {t(`recommend_${topic.recommendation}`)}
            </Badge>,
            `${formatNumber(topic.lift)}×`,
            topic.with.rate == null ? '–' : `${formatShare(topic.with.rate)} (${formatCount(topic.with.deals)})`,
            topic.without.rate == null ? '–' : formatShare(topic.without.rate),
            formatNumber(topic.q, 3),
            formatCount(topic.researching),
          ])}
        />
      </Section>
      {judged.length > 0 && (
        <Section title={t('evidence')}>
          <Chart
            title={t('topicsTitle')}
            summary={t('topicsSummary')}
            height={60 + judged.length * 30}
            option={option}
            table={{
              columns: [t('topic'), t('lift'), t('low'), t('high')],
              rows: judged.map((topic) => [topic.topic, formatNumber(topic.lift), formatNumber(topic.liftInterval.low ?? topic.lift), formatNumber(topic.liftInterval.high ?? topic.lift)]),
            }}
          />
        </Section>
      )}
    </Stack>
  );
}
