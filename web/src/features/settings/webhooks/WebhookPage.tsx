import { Alert, Badge, Button, Group, NumberInput, SimpleGrid, Stack, Text, Title } from '@mantine/core';
import { IconRefresh, IconSend } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { useParams, useRouter } from '@tanstack/react-router';
import type { ColumnDef } from '@tanstack/react-table';
import type { TFunction } from 'i18next';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { $api } from '@/api/client';
import type { components } from '@/api/schema';
import { ConfirmButton } from '@/components/ConfirmButton';
import { DataTable } from '@/components/DataTable';
import { EmptyState } from '@/components/EmptyState';
import { formatCount, formatInstant, formatNumber } from '@/components/format';
import { notifyDone, notifyFailed } from '@/components/notify';
import { PageHeader } from '@/components/PageHeader';
import { QueryState } from '@/components/QueryState';
import { RelativeTime } from '@/components/RelativeTime';
import { StatTile } from '@/components/StatTile';
import { RoleGate } from '../RoleGate';
import { tableColumns } from '../tableColumns';
import { WebhookState, type Webhook } from './WebhooksPage';

type Delivery = components['schemas']['Delivery'];

/** One webhook: how it stands, what was sent to it, and sending again. */
export function WebhookPage() {
  const { webhook } = useParams({ strict: false }) as { webhook: string };
  return (
    <RoleGate least="editor">
      <OneWebhook id={webhook} />
    </RoleGate>
  );
}

function OneWebhook({ id }: { id: string }) {
  const path = { params: { path: { webhook: id } } };
  const webhook = $api.useQuery('get', '/v1/webhooks/{webhook}', path, { refetchInterval: 5000 });
  return <QueryState query={webhook}>{(data) => <WebhookView webhook={data} />}</QueryState>;
}

function WebhookView({ webhook }: { webhook: Webhook }) {
  const { t } = useTranslation('settings');
  return (
    <>
      <PageHeader
        title={webhook.url}
        description={
          <Group gap="xs">
            <WebhookState webhook={webhook} />
            <Text span inherit>
              {webhook.segments.length === 0 ? t('allSegments') : webhook.segments.join(', ')} · {webhook.events.map((event) => t(event as 'entered' | 'left')).join(', ')}
            </Text>
          </Group>
        }
        actions={<DeleteWebhook webhook={webhook} />}
      />
      <Stack>
        {webhook.disabledAt && (
          <Alert color="red" title={t('givenUpAt', { instant: formatInstant(webhook.disabledAt), reason: webhook.disabledReason ?? '' })}>
            {t('givenUpText')}
          </Alert>
        )}
        <SimpleGrid cols={{ base: 1, xs: 3 }}>
          <StatTile label={t('waiting')} value={formatCount(Number(webhook.waiting))} detail={t('waitingHint')} />
          <StatTile label={t('dead')} value={formatCount(Number(webhook.dead))} detail={t('deadHint')} />
          <StatTile label={t('position')} value={formatCount(Number(webhook.position))} detail={t('positionHint')} />
        </SimpleGrid>
        <Replay webhook={webhook} />
        <Deliveries id={webhook.id} />
      </Stack>
    </>
  );
}

function DeleteWebhook({ webhook }: { webhook: Webhook }) {
  const { t } = useTranslation(['settings', 'common']);
  const router = useRouter();
  const queries = useQueryClient();
  const remove = $api.useMutation('delete', '/v1/webhooks/{webhook}', {
    onSuccess: async () => {
      notifyDone(t('settings:webhookDeleted'));
      await router.navigate({ href: '/settings/webhooks' });
      void queries.invalidateQueries({ queryKey: ['get', '/v1/webhooks'] });
    },
    onError: (error) => notifyFailed(t('common:failedToDo'), error),
  });
  return (
    <ConfirmButton
      label={t('settings:deleteWebhook')}
      title={t('settings:deleteTitle')}
      question={t('settings:deleteQuestion', { url: webhook.url })}
      confirm={t('settings:deleteWebhook')}
      loading={remove.isPending}
      onConfirm={() => remove.mutate({ params: { path: { webhook: webhook.id } } })}
    />
  );
}

function Replay({ webhook }: { webhook: Webhook }) {
  const { t } = useTranslation(['settings', 'common']);
  const queries = useQueryClient();
  const [from, setFrom] = useState<number | string>(Number(webhook.position));
  const replay = $api.useMutation('post', '/v1/webhooks/{webhook}/replay', {
    onSuccess: () => {
      void queries.invalidateQueries({ queryKey: ['get', '/v1/webhooks/{webhook}'] });
      notifyDone(t('settings:replayed', { offset: formatCount(Number(from)) }));
    },
    onError: (error) => notifyFailed(t('common:failedToDo'), error),
  });
  return (
    <Group align="flex-end" gap="sm">
      <NumberInput label={t('settings:replayFrom')} description={t('settings:replayText')} min={0} allowDecimal={false} value={from} onChange={setFrom} maw={420} />
      <ConfirmButton
        label={t('settings:replay')}
        leftSection={<IconSend size={16} />}
        title={t('settings:replayTitle', { offset: formatCount(Number(from)) })}
        question={t('settings:replayText')}
        confirm={t('settings:replay')}
        disabled={from === ''}
        loading={replay.isPending}
        onConfirm={() => replay.mutate({ params: { path: { webhook: webhook.id } }, body: { from: Number(from) } })}
      />
    </Group>
  );
}

const outcomes = {
  delivered: { text: 'outcomeDelivered', color: 'green' },
  failed: { text: 'outcomeFailed', color: 'orange' },
  dead: { text: 'outcomeDead', color: 'red' },
} as const;

function Deliveries({ id }: { id: string }) {
  const { t } = useTranslation('settings');
  const deliveries = $api.useQuery('get', '/v1/webhooks/{webhook}/deliveries', { params: { path: { webhook: id }, query: { limit: 500 } } }, { refetchInterval: 5000 });
  const columns = useMemo(() => deliveryColumns(t), [t]);
  return (
    <section>
      <Group justify="space-between" mb="xs">
        <Title order={2} size="h3">
          {t('deliveries')}
        </Title>
        <Button variant="default" size="xs" leftSection={<IconRefresh size={14} />} loading={deliveries.isFetching} onClick={() => void deliveries.refetch()}>
          {t('refresh')}
        </Button>
      </Group>
      <QueryState query={deliveries}>
        {({ deliveries: rows }) =>
          rows.length === 0 ? (
            <EmptyState icon={IconSend} title={t('noDeliveries')}>
              {t('noDeliveriesText')}
            </EmptyState>
          ) : (
            <DataTable label={t('deliveries')} columns={columns} rows={rows} rowId={(one) => `${one.offset} ${one.at}`} />
          )
        }
      </QueryState>
    </section>
  );
}

function deliveryColumns(t: TFunction<'settings'>): ColumnDef<Delivery, never>[] {
  return tableColumns<Delivery>([
    { id: 'at', accessorFn: (one: Delivery) => one.at, header: t('at'), size: 130, cell: ({ row: { original: one } }) => <RelativeTime value={one.at} /> },
    { id: 'offset', accessorFn: (one: Delivery) => Number(one.offset), header: t('offset'), size: 90, meta: { align: 'right' } },
    {
      id: 'outcome',
      accessorFn: (one: Delivery) => one.outcome,
      header: t('outcome'),
      size: 150,
      cell: ({ row: { original: one } }) => {
        const outcome = outcomes[one.outcome as keyof typeof outcomes];
        return (
          <Badge variant="dot" color={outcome.color} tt="none">
            {t(outcome.text)}
          </Badge>
        );
      },
    },
    { id: 'status', accessorFn: (one: Delivery) => one.status ?? '', header: t('httpStatus'), size: 80, meta: { align: 'right' } },
    { id: 'duration', accessorFn: (one: Delivery) => Number(one.milliseconds), header: t('duration'), size: 100, meta: { align: 'right' }, cell: ({ row: { original: one } }) => t('milliseconds', { count: formatNumber(Number(one.milliseconds), 1) as never }) },
    { id: 'error', accessorFn: (one: Delivery) => one.error ?? '', header: t('error'), size: 260 },
  ]);
}
