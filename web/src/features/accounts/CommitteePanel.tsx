import { Alert, Badge, Group, Stack, Text } from '@mantine/core';
import { IconCheck, IconUserQuestion } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { $api } from '@/api/client';
import type { components } from '@/api/schema';
import { EntityLink } from '@/components/EntityLink';
import { FactTable } from '@/components/FactTable';
import { formatCount } from '@/components/format';
import { QueryState } from '@/components/QueryState';
import { RelativeTime } from '@/components/RelativeTime';
import { Nothing, Part } from './parts';

type Committee = components['schemas']['AccountBuyingCommittee'];

/** The buying committee of an account: the roles with those who have them, and the gaps. */
export function CommitteePanel({ id }: { id: string }) {
  const { t } = useTranslation('accounts');
  const committee = $api.useQuery('get', '/v1/accounts/{id}/committee', { params: { path: { id } } });
  return (
    <Part title={t('committee')}>
      <QueryState query={committee} lines={8}>
        {(data) => (
          <Stack gap="md">
            <Text size="sm" c="dimmed">
              {t('committeeText')} {data.segmentation && t('roleBy', { name: data.segmentation })}
            </Text>
            <Seats committee={data} />
            {data.members.length === 0 ? <Nothing>{t('noContacts')}</Nothing> : <Members committee={data} />}
          </Stack>
        )}
      </QueryState>
    </Part>
  );
}

function Seats({ committee }: { committee: Committee }) {
  const { t } = useTranslation('accounts');
  const gaps = committee.seats.filter((seat) => seat.contacts === 0);
  return (
    <Alert variant="light" color={gaps.length === 0 ? 'teal' : 'grape'} icon={gaps.length === 0 ? <IconCheck aria-hidden /> : <IconUserQuestion aria-hidden />}>
      <Text size="sm" fw={600} mb={6}>
        {gaps.length === 0 ? t('noGaps') : t('gaps', { count: gaps.length, roles: gaps.map((seat) => seat.role).join(', ') })}
      </Text>
      <Group gap={6}>
        {committee.seats.map((seat) => (
          <Badge key={seat.role} variant={seat.contacts === 0 ? 'outline' : 'light'} color={seat.contacts === 0 ? 'grape' : 'indigo'}>
            {seat.role}: {seat.contacts === 0 ? t('missing') : formatCount(seat.contacts)}
          </Badge>
        ))}
      </Group>
    </Alert>
  );
}

function Members({ committee }: { committee: Committee }) {
  const { t } = useTranslation('accounts');
  return (
    <>
      <Text size="sm" c="dimmed">
        {t('contactCount', { count: committee.total, replace: { count: formatCount(committee.total) } })}
      </Text>
      <FactTable
        label={t('committee')}
        columns={[t('name'), t('role'), t('title'), t('department'), t('lastActive'), t('recentEvents')]}
        rows={committee.members.map((member) => [
          <Group key="name" gap={6}>
            <EntityLink of="contacts" id={member.id} name={member.name} />
            {member.optedOut && (
              <Badge size="xs" variant="light" color="red">
                {t('optedOut')}
              </Badge>
            )}
          </Group>,
          member.role ?? '',
          member.title ?? '',
          member.department ?? '',
          member.lastActiveAt ? <RelativeTime key="active" value={member.lastActiveAt} /> : '',
          member.recentEvents > 0 ? formatCount(member.recentEvents) : '',
        ])}
      />
    </>
  );
}
