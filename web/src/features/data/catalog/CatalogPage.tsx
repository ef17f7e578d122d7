import { Tabs, TextInput } from '@mantine/core';
import { getRouteApi } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { $api } from '@/api/client';
import { PageHeader } from '@/components/PageHeader';
import { QueryState } from '@/components/QueryState';
import { FieldList } from './FieldList';
import { TaxonomyBrowser } from './TaxonomyBrowser';

const route = getRouteApi('/shell/data/catalog');
const tabs = ['account', 'contact', 'collections', 'events', 'taxonomies'] as const;
const kinds = { account: 'account', contact: 'contact', collections: 'collection', events: 'event' } as const;

/** Everything that segments may speak of, how well it is filled and who uses it. */
export function CatalogPage() {
  const { t } = useTranslation('data');
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const tab = search.tab ?? 'account';
  const catalog = $api.useQuery('get', '/v1/catalog');
  const labels = { account: t('accountFields'), contact: t('contactFields'), collections: t('collections'), events: t('eventTypes'), taxonomies: t('taxonomies') };
  return (
    <>
      <PageHeader title={t('catalogTitle')} description={t('catalogText')} />
      <Tabs value={tab} keepMounted={false} onChange={(value) => void navigate({ search: { ...search, tab: tabs.find((one) => one === value) } })}>
        <Tabs.List mb="md">
          {tabs.map((one) => (
            <Tabs.Tab key={one} value={one}>
              {labels[one]}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        {tab !== 'taxonomies' && (
          <TextInput
            label={t('findField')}
            mb="md"
            maw={420}
            value={search.find ?? ''}
            onChange={(event) => void navigate({ search: { ...search, find: event.currentTarget.value === '' ? undefined : event.currentTarget.value }, replace: true })}
          />
        )}
        {tabs
          .filter((one) => one !== 'taxonomies')
          .map((one) => (
            <Tabs.Panel key={one} value={one}>
              <QueryState query={catalog} lines={10}>
                {(data) => <FieldList label={labels[one]} sources={data.sources.filter((source) => source.kind === kinds[one])} find={search.find ?? ''} />}
              </QueryState>
            </Tabs.Panel>
          ))}
        <Tabs.Panel value="taxonomies">
          <TaxonomyBrowser />
        </Tabs.Panel>
      </Tabs>
    </>
  );
}
