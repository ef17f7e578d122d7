import { Badge, Button, Code } from '@mantine/core';
import { IconKey } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import type { ColumnDef } from '@tanstack/react-table';
import type { TFunction } from 'i18next';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { $api } from '@/api/client';
import type { components } from '@/api/schema';
import { ConfirmButton } from '@/components/ConfirmButton';
import { DataTable } from '@/components/DataTable';
import { EmptyState } from '@/components/EmptyState';
import { formatCount } from '@/components/format';
import { notifyDone, notifyFailed } from '@/components/notify';
import { PageHeader } from '@/components/PageHeader';
import { QueryState } from '@/components/QueryState';
import { RelativeTime } from '@/components/RelativeTime';
import { RoleGate } from '../RoleGate';
import { tableColumns } from '../tableColumns';
import { SecretModal } from '../SecretModal';
import { CreateKey } from './CreateKey';
import { scopeTexts } from './scopes';

type Key = components['schemas']['KeyItem'];

/** The keys of programs. */
export function KeysPage() {
  return (
    <RoleGate least="admin">
      <Keys />
    </RoleGate>
  );
}

function Keys() {
  const { t } = useTranslation('settings');
  const keys = $api.useQuery('get', '/v1/keys');
  const [creating, setCreating] = useState(false);
  const [created, setCreated] = useState<string | null>(null);
  const create = (
    <Button leftSection={<IconKey size={16} />} onClick={() => setCreating(true)}>
      {t('createKey')}
    </Button>
  );
  return (
    <>
      <PageHeader title={t('keys')} description={t('keysText')} actions={create} />
      <QueryState query={keys}>
        {({ keys: rows }) =>
          rows.length === 0 ? (
            <EmptyState icon={IconKey} title={t('noKeys')}>
              {t('noKeysText')}
            </EmptyState>
          ) : (
            <KeysTable rows={rows} />
          )
        }
      </QueryState>
      {creating && <CreateKey onClose={() => setCreating(false)} onCreated={setCreated} />}
      {created !== null && <SecretModal title={t('newKey')} text={t('newKeyText')} label={t('key')} secret={created} onClose={() => setCreated(null)} />}
    </>
  );
}

function KeysTable({ rows }: { rows: Key[] }) {
  const { t } = useTranslation('settings');
  const columns = useMemo(() => keyColumns(t), [t]);
  return <DataTable label={t('keys')} columns={columns} rows={rows} rowId={(key) => key.id} />;
}

function RevokeKey({ apiKey }: { apiKey: Key }) {
  const { t } = useTranslation(['settings', 'common']);
  const queries = useQueryClient();
  const revoke = $api.useMutation('delete', '/v1/keys/{key}', {
    onSuccess: () => {
      void queries.invalidateQueries({ queryKey: ['get', '/v1/keys'] });
      notifyDone(t('settings:keyRevoked'));
    },
    onError: (error) => notifyFailed(t('common:failedToDo'), error),
  });
  return (
    <ConfirmButton
      label={t('settings:revoke')}
      size="compact-sm"
      aria-label={`${t('settings:revoke')} ${apiKey.name || apiKey.id}`}
      title={t('settings:revokeTitle', { name: apiKey.name || apiKey.id })}
      question={t('settings:revokeQuestion')}
      confirm={t('settings:revoke')}
      loading={revoke.isPending}
      onConfirm={() => revoke.mutate({ params: { path: { key: apiKey.id } } })}
    />
  );
}

function keyColumns(t: TFunction<'settings'>): ColumnDef<Key, never>[] {
  return tableColumns<Key>([
    { id: 'name', accessorFn: (key: Key) => key.name, header: t('name'), size: 160 },
    { id: 'id', accessorFn: (key: Key) => key.id, header: t('keyId'), size: 130, cell: ({ row: { original: key } }) => <Code>{key.id}</Code> },
    { id: 'scope', accessorFn: (key: Key) => t(scopeTexts[key.scope]), header: t('scope'), size: 190 },
    {
      id: 'rateLimit',
      accessorFn: (key: Key) => (key.rateLimit == null ? t('standard') : Number(key.rateLimit) === 0 ? t('unlimited') : formatCount(Number(key.rateLimit))),
      header: t('rateLimit'),
      size: 150,
    },
    { id: 'createdAt', accessorFn: (key: Key) => key.createdAt, header: t('createdAt'), size: 120, cell: ({ row: { original: key } }) => <RelativeTime value={key.createdAt} /> },
    {
      id: 'state',
      accessorFn: (key: Key) => key.revokedAt ?? '',
      header: t('state'),
      size: 130,
      cell: ({ row: { original: key } }) => (
        <Badge variant="dot" color={key.revokedAt ? 'gray' : 'green'} tt="none">
          {key.revokedAt ? t('revoked') : t('accepted')}
        </Badge>
      ),
    },
    { id: 'revoke', header: '', enableSorting: false, size: 100, cell: ({ row: { original: key } }) => (key.revokedAt ? null : <RevokeKey apiKey={key} />) },
  ]);
}
