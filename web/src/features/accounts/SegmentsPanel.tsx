import { Badge, Button, Grid, Group, List, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { $api } from '@/api/client';
import type { components } from '@/api/schema';
import { AppLink } from '@/components/AppLink';
import { FactTable } from '@/components/FactTable';
import { QueryState } from '@/components/QueryState';
import { RelativeTime } from '@/components/RelativeTime';
import { usePageSearch } from './EntityFrame';
import { Nothing, Part } from './parts';

type Memberships = components['schemas']['EntityMemberships'];

/** Where an account or contact stands with segments: which it is in, which nearly, and what changed. */
export function SegmentsPanel({ of, id }: { of: 'accounts' | 'contacts'; id: string }) {
  const memberships = $api.useQuery('get', of === 'accounts' ? '/v1/accounts/{id}/memberships' : '/v1/contacts/{id}/memberships', { params: { path: { id } } });
  return (
    <QueryState query={memberships} lines={8}>
      {(data) => (
        <Grid gutter="lg">
          <Grid.Col span={{ base: 12, lg: 6 }}>
            <Held memberships={data} />
          </Grid.Col>
          <Grid.Col span={{ base: 12, lg: 6 }}>
            <Nearly memberships={data} />
          </Grid.Col>
          <Grid.Col span={12}>
            <Moves memberships={data} />
          </Grid.Col>
        </Grid>
      )}
    </QueryState>
  );
}

function ExplainButton({ segment, title }: { segment: string; title: string }) {
  const { t } = useTranslation('accounts');
  const [, change] = usePageSearch();
  return (
    <Button size="compact-xs" variant="light" style={{ flex: 'none' }} onClick={() => change({ explain: segment })} aria-label={t('explainOf', { segment: title })}>
      {t('explain')}
    </Button>
  );
}

function Held({ memberships }: { memberships: Memberships }) {
  const { t } = useTranslation('accounts');
  return (
    <Part title={t('inSegments')}>
      {memberships.segments.length === 0 ? (
        <Nothing>{t('inNone')}</Nothing>
      ) : (
        <Stack component="ul" gap="sm" m={0} p={0} style={{ listStyle: 'none' }}>
          {memberships.segments.map((segment) => (
            <Group component="li" key={segment.name} justify="space-between" wrap="nowrap" gap="sm">
              <div>
                <AppLink inherit to={`/segments/${encodeURIComponent(segment.name)}`}>{segment.title}</AppLink>
                <Text size="xs" c="dimmed" component="div">
                  {t('since')} {segment.enteredAt ? <RelativeTime value={segment.enteredAt} /> : t('sinceLong')}
                  {segment.cause && ` (${t(`cause_${segment.cause}`)})`}
                </Text>
              </div>
              <ExplainButton segment={segment.name} title={segment.title} />
            </Group>
          ))}
        </Stack>
      )}
    </Part>
  );
}

function Nearly({ memberships }: { memberships: Memberships }) {
  const { t } = useTranslation('accounts');
  return (
    <Part title={t('nearlyIn')}>
      <Text size="sm" c="dimmed" mb="xs">
        {t('nearlyText')}
      </Text>
      {memberships.nearly.length === 0 ? (
        <Nothing>{t('nearlyNone')}</Nothing>
      ) : (
        <Stack component="ul" gap="sm" m={0} p={0} style={{ listStyle: 'none' }}>
          {memberships.nearly.map((miss) => (
            <li key={miss.segment}>
              <Group justify="space-between" wrap="nowrap" gap="sm">
                <Group gap={6}>
                  <AppLink inherit to={`/segments/${encodeURIComponent(miss.segment)}`}>{miss.title}</AppLink>
                  <Badge size="sm" variant="light">
                    {t('clausesMissing', { count: miss.changes.length })}
                  </Badge>
                </Group>
                <ExplainButton segment={miss.segment} title={miss.title} />
              </Group>
              <List size="sm">
                {miss.changes.map((change) => (
                  <List.Item key={change.clause + change.change}>{change.change}</List.Item>
                ))}
              </List>
            </li>
          ))}
        </Stack>
      )}
    </Part>
  );
}

function Moves({ memberships }: { memberships: Memberships }) {
  const { t } = useTranslation('accounts');
  return (
    <Part title={t('moves')}>
      {memberships.changes.length === 0 ? (
        <Nothing>{t('movesNone')}</Nothing>
      ) : (
        <FactTable
          label={t('moves')}
          columns={[t('when'), t('what'), t('why')]}
          rows={memberships.changes.map((move) => [
            <RelativeTime key="at" value={move.at} />,
            <>
              {t(move.entered ? 'entered' : 'left')} <AppLink inherit to={`/segments/${encodeURIComponent(move.segment)}`}>{move.title}</AppLink>
            </>,
            t(`cause_${move.cause}` as 'cause_event'),
          ])}
        />
      )}
    </Part>
  );
}
