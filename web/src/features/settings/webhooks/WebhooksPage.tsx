import { Badge, Button, Text } from '@mantine/core';
import { IconWebhook } from '@tabler/icons-react';
import { useRouter } from '@tanstack/react-router';
import type { ColumnDef } from '@tanstack/react-table';
import type { TFunction } from 'i18next';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { $api } from '@/api/client';
import type { components } from '@/api/schema';
import { AppLink } from '@/components/AppLink';
import { DataTable } from '@/components/DataTable';
import { EmptyState } from '@/components/EmptyState';
import { formatCount } from '@/components/format';
import { PageHeader } from '@/components/PageHeader';
import { QueryState } from '@/components/QueryState';
import { RoleGate } from '../RoleGate';
import { tableColumns } from '../tableColumns';
import { SecretModal } from '../SecretModal';
import { CreateWebhook } from './CreateWebhook';

export type Webhook = components['schemas']['WebhookItem'];

/** Who is told of changes of membership. */
export function WebhooksPage() {
  return (
    <RoleGate least="editor">
      <Webhooks />
    </RoleGate>
  );
}

function Webhooks() {
  const { t } = useTranslation('settings');
  const webhooks = $api.useQuery('get', '/v1/webhooks', {}, { refetchInterval: 10_000 });
  const [creating, setCreating] = useState(false);
  const [secret, setSecret] = useState<string | null>(null);
  return (
    <>
      <PageHeader
        title={t('webhooks')}
        description={t('webhooksText')}
        actions={
          <Button leftSection={<IconWebhook size={16} />} onClick={() => setCreating(true)}>
            {t('createWebhook')}
          </Button>
        }
      />
      <QueryState query={webhooks}>
        {({ webhooks: rows }) =>
          rows.length === 0 ? (
            <EmptyState icon={IconWebhook} title={t('noWebhooks')}>
              {t('noWebhooksText')}
            </EmptyState>
          ) : (
            <WebhooksTable rows={rows} />
          )
        }
      </QueryState>
      {creating && <CreateWebhook onClose={() => setCreating(false)} onCreated={setSecret} />}
      {secret !== null && <SecretModal title={t('newSecret')} text={t('newSecretText')} label={t('secret')} secret={secret} onClose={() => setSecret(null)} />}
    </>
  );
}

function WebhooksTable({ rows }: { rows: Webhook[] }) {
  const { t } = useTranslation('settings');
  const router = useRouter();
  const columns = useMemo(() => webhookColumns(t), [t]);
  return (
    <DataTable
      label={t('webhooks')}
      columns={columns}
      rows={rows}
      rowId={(webhook) => webhook.id}
      onOpen={(webhook) => void router.navigate({ href: `/settings/webhooks/${webhook.id}` })}
    />
  );
}

/** How a webhook stands. */
export function WebhookState({ webhook }: { webhook: Webhook }) {
  const { t } = useTranslation('settings');
  return (
    <Badge variant="dot" color={webhook.disabledAt ? 'red' : 'green'} tt="none">
      <Text span inherit>
        {webhook.disabledAt ? t('stateGivenUp') : t('stateSending')}
      </Text>
    </Badge>
  );
}

function webhookColumns(t: TFunction<'settings'>): ColumnDef<Webhook, never>[] {
  return tableColumns<Webhook>([
    {
      id: 'url',
      accessorFn: (webhook: Webhook) => webhook.url,
      header: t('url'),
      size: 280,
      cell: ({ row: { original: webhook } }) => (
        <AppLink to="/settings/webhooks/$webhook" params={{ webhook: webhook.id }} truncate display="block" title={webhook.url}>
          {webhook.url}
        </AppLink>
      ),
    },
    { id: 'segments', accessorFn: (webhook: Webhook) => (webhook.segments.length === 0 ? t('allSegments') : webhook.segments.join(', ')), header: t('segments'), size: 180 },
    { id: 'events', accessorFn: (webhook: Webhook) => webhook.events.map((event) => t(event as 'entered' | 'left')).join(', '), header: t('events'), size: 120 },
    { id: 'waiting', accessorFn: (webhook: Webhook) => formatCount(Number(webhook.waiting)), header: t('waiting'), size: 90, meta: { align: 'right' } },
    { id: 'dead', accessorFn: (webhook: Webhook) => formatCount(Number(webhook.dead)), header: t('dead'), size: 90, meta: { align: 'right' } },
    { id: 'state', accessorFn: (webhook: Webhook) => webhook.disabledAt ?? '', header: t('state'), size: 110, cell: ({ row: { original: webhook } }) => <WebhookState webhook={webhook} /> },
  ]);
}
