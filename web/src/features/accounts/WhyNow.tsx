import { Badge, Grid, List, SimpleGrid, Stack, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { $api } from '@/api/client';
import type { components } from '@/api/schema';
import { AppLink } from '@/components/AppLink';
import { formatCount, formatNumber } from '@/components/format';
import { QueryState } from '@/components/QueryState';
import { RelativeTime } from '@/components/RelativeTime';
import { StatTile } from '@/components/StatTile';
import { fieldLabel } from '@/components/values';
import { Nothing, Part } from './parts';

type Scores = components['schemas']['AccountScores'];
type Memberships = components['schemas']['EntityMemberships'];

const week = 7 * 86_400_000;
const mostShown = 4;

/** The segments that were entered lately, the newest first. */
export function enteredLately(memberships: Memberships, now = Date.now()): Memberships['segments'] {
  return memberships.segments.filter((segment) => segment.enteredAt && now - new Date(segment.enteredAt).getTime() < week && segment.cause !== 'definition');
}

/** What a seller wants to know first: how good a fit, how warm, what they did, and which segments they just entered. */
export function WhyNow({ of, id }: { of: 'accounts' | 'contacts'; id: string }) {
  const { t } = useTranslation('accounts');
  return (
    <Part title={t(of === 'accounts' ? 'whyNow' : 'whyNowContact')}>
      {of === 'accounts' ? <AccountNow id={id} /> : <Entered of={of} id={id} />}
    </Part>
  );
}

function AccountNow({ id }: { id: string }) {
  const scores = $api.useQuery('get', '/v1/accounts/{id}/scores', { params: { path: { id } } });
  return (
    <QueryState query={scores} lines={5}>
      {(data) => (
        <Stack gap="md">
          <ScoreTiles scores={data} />
          <Grid gutter="lg">
            <Grid.Col span={{ base: 12, sm: 6, lg: 3 }}>
              <Reasons scores={data} />
            </Grid.Col>
            <Grid.Col span={{ base: 12, sm: 6, lg: 3 }}>
              <Signals scores={data} />
            </Grid.Col>
            <Grid.Col span={{ base: 12, sm: 6, lg: 3 }}>
              <Topics scores={data} />
            </Grid.Col>
            <Grid.Col span={{ base: 12, sm: 6, lg: 3 }}>
              <Entered of="accounts" id={id} />
            </Grid.Col>
          </Grid>
        </Stack>
      )}
    </QueryState>
  );
}

function ScoreTiles({ scores }: { scores: Scores }) {
  const { t } = useTranslation('accounts');
  return (
    <SimpleGrid cols={{ base: 2, sm: scores.scores.length }} spacing="sm">
      {scores.scores.map((score) => (
        <StatTile
          key={score.score}
          label={t(`scoreName_${score.score}` as 'scoreName_fit')}
          value={typeof score.value === 'number' ? formatNumber(score.value, 0) : '–'}
          detail={score.grade ? t('grade', { grade: score.grade }) : score.value == null ? t('noScore') : undefined}
        />
      ))}
    </SimpleGrid>
  );
}

function Column({ title, children }: { title: string; children: ReactNode }) {
  return (
    <>
      <Title order={3} mb={4}>
        {title}
      </Title>
      {children}
    </>
  );
}

function Reasons({ scores }: { scores: Scores }) {
  const { t } = useTranslation('accounts');
  const explained = scores.scores.find((score) => score.score === 'win' && score.explained) ?? scores.scores.find((score) => score.explained);
  const reasons = explained?.explained?.reasons.filter((reason) => reason.points > 0).slice(0, mostShown) ?? [];
  return (
    <Column title={t('topReasons')}>
      {reasons.length === 0 ? (
        <Nothing>{t('noModel')}</Nothing>
      ) : (
        <List size="sm" spacing={4}>
          {reasons.map((reason) => (
            <List.Item key={reason.feature}>
              {fieldLabel(reason.label)}: {reason.value}{' '}
              <Badge size="sm" variant="light" color="indigo">
                +{formatNumber(reason.points, 1)}
              </Badge>
            </List.Item>
          ))}
        </List>
      )}
    </Column>
  );
}

function Signals({ scores }: { scores: Scores }) {
  const { t } = useTranslation('accounts');
  const signals = scores.signals.engagement.filter((signal) => signal.recent > 0 || signal.before > 0).slice(0, mostShown);
  return (
    <Column title={t('signals')}>
      {signals.length === 0 ? (
        <Nothing>{t('noSignals')}</Nothing>
      ) : (
        <List size="sm" spacing={4}>
          {signals.map((signal) => (
            <List.Item key={signal.type}>
              {fieldLabel(signal.type)}: {t('signalLine', { count: signal.recent, replace: { count: formatCount(signal.recent) } })}{' '}
              <Text span c="dimmed" size="sm">
                ({t('signalBefore', { before: formatCount(signal.before) })}
                {signal.people > 0 && `, ${t('people', { count: signal.people })}`})
              </Text>
            </List.Item>
          ))}
        </List>
      )}
    </Column>
  );
}

function Topics({ scores }: { scores: Scores }) {
  const { t } = useTranslation('accounts');
  const topics = scores.signals.topics.slice(0, mostShown);
  return (
    <Column title={t('topics')}>
      {topics.length === 0 ? (
        <Nothing>{t('noTopics')}</Nothing>
      ) : (
        <List size="sm" spacing={4}>
          {topics.map((topic) => (
            <List.Item key={topic.topic}>
              {topic.topic}{' '}
              {topic.surge >= 1 && (
                <Badge size="sm" variant="light" color="grape">
                  {t('surging')}
                </Badge>
              )}
            </List.Item>
          ))}
        </List>
      )}
    </Column>
  );
}

function Entered({ of, id }: { of: 'accounts' | 'contacts'; id: string }) {
  const { t } = useTranslation('accounts');
  const memberships = $api.useQuery('get', of === 'accounts' ? '/v1/accounts/{id}/memberships' : '/v1/contacts/{id}/memberships', { params: { path: { id } } });
  return (
    <Column title={t('justEntered')}>
      <QueryState query={memberships} lines={2}>
        {(data) => {
          const entered = enteredLately(data).slice(0, mostShown);
          return entered.length === 0 ? (
            <Nothing>{t('nothingEntered')}</Nothing>
          ) : (
            <List size="sm" spacing={4}>
              {entered.map((segment) => (
                <List.Item key={segment.name}>
                  <AppLink inherit to={`/segments/${encodeURIComponent(segment.name)}`}>{segment.title}</AppLink>{' '}
                  <Text span c="dimmed" size="sm">
                    <RelativeTime value={segment.enteredAt!} />
                  </Text>
                </List.Item>
              ))}
            </List>
          );
        }}
      </QueryState>
    </Column>
  );
}
