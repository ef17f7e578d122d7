import { useTranslation } from 'react-i18next';
import { $api } from '@/api/client';
import { FactTable } from '@/components/FactTable';
import { QueryState } from '@/components/QueryState';
import { RelativeTime } from '@/components/RelativeTime';
import { fieldLabel, formatValue } from '@/components/values';
import { Nothing, Part } from './parts';

const money = new Set(['amount', 'arr']);

/** The rows of a collection of an account, with who said them and how old they are. */
export function RowsPanel({ id, collection, columns }: { id: string; collection: 'technologies' | 'opportunities' | 'subscriptions'; columns: readonly string[] }) {
  const { t } = useTranslation('accounts');
  const rows = $api.useQuery('get', '/v1/accounts/{id}/collections/{collection}', { params: { path: { id, collection } } });
  return (
    <Part title={t(collection)}>
      <QueryState query={rows} lines={3}>
        {(data) =>
          data.rows.length === 0 ? (
            <Nothing>{t('noneKnown')}</Nothing>
          ) : (
            <FactTable
              label={t(collection)}
              columns={[...columns.map(fieldLabel), t('age')]}
              rows={data.rows.map((row) => [...columns.map((column) => formatValue((row.fields as Record<string, unknown>)[column], money.has(column) ? 'money' : undefined)), <RelativeTime key="age" value={row.verifiedAt} />])}
            />
          )
        }
      </QueryState>
    </Part>
  );
}
