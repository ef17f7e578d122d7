import { Tabs } from '@mantine/core';
import { getRouteApi } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { ApiError } from '@/api/ApiError';
import { $api } from '@/api/client';
import { ErrorState } from '@/components/ErrorState';
import { LoadingState } from '@/components/LoadingState';
import { PageHeader } from '@/components/PageHeader';
import { FlowPanel } from './FlowChart';
import { SegmentationEditor } from './SegmentationEditor';
import { ValidationPanel } from './ValidationReport';

const route = getRouteApi('/shell/profile/segmentations/$name');

/** A segmentation: its groups in their order, how they flow into one another, and whether they hold up. */
export function SegmentationPage() {
  const { t } = useTranslation('profile');
  const { name } = route.useParams();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const detail = $api.useQuery('get', '/v1/segmentations/{segmentation}', { params: { path: { segmentation: name } } }, { retry: false });
  const isNew = detail.error instanceof ApiError && detail.error.status === 404;
  const tab = isNew ? 'groups' : (search.tab ?? 'groups');
  return (
    <>
      <PageHeader title={name} description={detail.data?.segmentation.description ?? t('segmentationsDescription')} />
      {detail.isPending && <LoadingState lines={8} />}
      {detail.isError && !isNew && <ErrorState error={detail.error} onRetry={() => void detail.refetch()} />}
      {(detail.data || isNew) && (
        <Tabs value={tab} onChange={(value) => void navigate({ search: (before) => ({ ...before, tab: value as typeof search.tab }) })} keepMounted={false}>
          <Tabs.List mb="md">
            <Tabs.Tab value="groups">{t('tabGroups')}</Tabs.Tab>
            {!isNew && <Tabs.Tab value="flow">{t('tabFlow')}</Tabs.Tab>}
            {!isNew && <Tabs.Tab value="validation">{t('tabValidation')}</Tabs.Tab>}
          </Tabs.List>
          <Tabs.Panel value="groups">
            <SegmentationEditor key={`${name} ${detail.data?.segmentation.version ?? 0}`} name={name} detail={detail.data} />
          </Tabs.Panel>
          <Tabs.Panel value="flow">
            <FlowPanel name={name} months={search.months ?? 3} onMonths={(months) => void navigate({ search: (before) => ({ ...before, months }) })} />
          </Tabs.Panel>
          <Tabs.Panel value="validation">
            <ValidationPanel name={name} />
          </Tabs.Panel>
        </Tabs>
      )}
    </>
  );
}
