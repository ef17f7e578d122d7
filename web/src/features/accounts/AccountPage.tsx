import { Grid, Stack } from '@mantine/core';
import { useParams } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { $api } from '@/api/client';
import { QueryState } from '@/components/QueryState';
import { formatValue } from '@/components/values';
import { CommitteePanel } from './CommitteePanel';
import { EntityFrame, type EntityDetail } from './EntityFrame';
import { FieldsPanel } from './FieldsPanel';
import { IdentityPanel } from './IdentityPanel';
import { RowsPanel } from './RowsPanel';
import { ScoresPanel } from './ScoresPanel';
import { SegmentsPanel } from './SegmentsPanel';
import { TimelinePanel } from './TimelinePanel';
import { WhyNow } from './WhyNow';

const facts = ['domain', 'industry', 'country', 'employees', 'owner'] as const;

/** An account: why it is hot, what is known of it and since when, who works there, what it did, and where it stands with segments. */
export function AccountPage() {
  const { id } = useParams({ strict: false }) as { id: string };
  const account = $api.useQuery('get', '/v1/accounts/{account}', { params: { path: { account: id }, query: { events: 0 } } });
  return (
    <QueryState query={account} lines={12}>
      {(data) => <Account key={data.id} account={data} />}
    </QueryState>
  );
}

function Account({ account }: { account: EntityDetail }) {
  const { t } = useTranslation('accounts');
  const known = facts.map((field) => formatValue(account.fields.find((fact) => fact.field === field)?.value)).filter((value) => value !== '');
  return (
    <EntityFrame
      of="accounts"
      entity={account}
      description={known.join(' · ')}
      top={<WhyNow of="accounts" id={account.id} />}
      tabs={[
        {
          value: 'overview',
          label: t('tab_overview'),
          content: (
            <Grid gutter="lg">
              <Grid.Col span={{ base: 12, lg: 7 }}>
                <FieldsPanel of="accounts" id={account.id} facts={account.fields} />
              </Grid.Col>
              <Grid.Col span={{ base: 12, lg: 5 }}>
                <Stack gap="lg">
                  <RowsPanel id={account.id} collection="technologies" columns={['product', 'category']} />
                  <RowsPanel id={account.id} collection="opportunities" columns={['name', 'stage', 'amount']} />
                  <RowsPanel id={account.id} collection="subscriptions" columns={['product', 'status', 'arr']} />
                </Stack>
              </Grid.Col>
            </Grid>
          ),
        },
        { value: 'people', label: t('tab_people'), content: <CommitteePanel id={account.id} /> },
        { value: 'timeline', label: t('tab_timeline'), content: <TimelinePanel of="accounts" id={account.id} /> },
        { value: 'segments', label: t('tab_segments'), content: <SegmentsPanel of="accounts" id={account.id} /> },
        { value: 'scores', label: t('tab_scores'), content: <ScoresPanel id={account.id} /> },
        { value: 'identity', label: t('tab_identity'), content: <IdentityPanel of="accounts" id={account.id} /> },
      ]}
    />
  );
}
