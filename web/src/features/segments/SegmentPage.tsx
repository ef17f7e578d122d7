import { Alert, Button, Group, Menu, Modal, Tabs, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { notifications } from '@mantine/notifications';
import { IconChevronDown, IconDownload, IconPencil } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { $api } from '@/api/client';
import type { components } from '@/api/schema';
import { formatInstant, formatCount } from '@/components/format';
import { LoadingState } from '@/components/LoadingState';
import { notifyFailed } from '@/components/notify';
import { PageHeader } from '@/components/PageHeader';
import { QueryState } from '@/components/QueryState';
import { nameOnly } from './parts/cells';
import { segmentTabs, type SegmentSearch } from './routes';
import { StatusBadges } from './SegmentsPage';

const MembersTab = lazy(() => import('./tabs/MembersTab'));
const NearMissesTab = lazy(() => import('./tabs/NearMissesTab'));
const SizeTab = lazy(() => import('./tabs/SizeTab'));
const ChangesTab = lazy(() => import('./tabs/ChangesTab'));
const BreakdownTab = lazy(() => import('./tabs/BreakdownTab'));
const OverlapTab = lazy(() => import('./tabs/OverlapTab'));
const DefinitionTab = lazy(() => import('./tabs/DefinitionTab'));
const HistoryTab = lazy(() => import('./tabs/HistoryTab'));
const UsedByTab = lazy(() => import('./tabs/UsedByTab'));

const parts = {
  members: MembersTab,
  'near-misses': NearMissesTab,
  size: SizeTab,
  changes: ChangesTab,
  breakdown: BreakdownTab,
  overlap: OverlapTab,
  definition: DefinitionTab,
  history: HistoryTab,
  'used-by': UsedByTab,
} as const;

export type SegmentDetail = components['schemas']['SegmentDetail'];

/** What a tab of the page gets. */
export interface TabProps {
  detail: SegmentDetail;
  of: 'accounts' | 'contacts';
  search: SegmentSearch;
  /** Changes the address. */
  onSearch: (change: SegmentSearch) => void;
}

const route = getRouteApi('/shell/segments/$name');

/** A segment: who is in and why, who nearly is, how it went, and what it says. */
export function SegmentPage() {
  const { name } = route.useParams();
  const query = $api.useQuery('get', '/v1/segments/{segment}', { params: { path: { segment: name } } });
  return <QueryState query={query}>{(detail) => <Segment detail={detail} />}</QueryState>;
}

function Segment({ detail }: { detail: SegmentDetail }) {
  const { t } = useTranslation('segments');
  const search = route.useSearch();
  const navigate = useNavigate();
  const { segment } = detail;
  const tab = search.tab ?? 'members';
  const Part = parts[tab];
  const onSearch = (change: SegmentSearch) => void navigate({ to: '/segments/$name', params: { name: segment.name }, search: { ...search, ...change }, replace: true });
  return (
    <>
      <PageHeader
        title={segment.title}
        description={
          <>
            {segment.description && <Text mb={4}>{segment.description}</Text>}
            <Group gap="sm">
              <Text span fw={650} c="var(--mantine-color-text)" className="figures">
                {segment.size === undefined || segment.size === null ? '–' : formatCount(Number(segment.size))} {t(segment.of as 'accounts').toLowerCase()}
              </Text>
              {segment.status.length > 0 && <StatusBadges segment={segment} />}
              <Text span size="sm">
                {t('version', { version: String(segment.version) })}, {t('changedBy', { author: nameOnly(detail.author) })}
              </Text>
              {segment.owner && (
                <Text span size="sm">
                  {t('owner')}: {segment.owner}
                </Text>
              )}
              {segment.reviewDueAt && segment.status.includes('reviewDue') && (
                <Text span size="sm">
                  {t('reviewDueSince', { date: formatInstant(segment.reviewDueAt, 'date') })}
                </Text>
              )}
            </Group>
          </>
        }
        actions={<Actions detail={detail} columns={search.columns} />}
      />
      {detail.problems.length > 0 && (
        <Alert color="red" title={t('invalidNow')} mb="md">
          {detail.problems.map((problem) => `${problem.message} ${problem.fix ?? ''}`).join(' ')}
        </Alert>
      )}
      <Tabs value={tab} onChange={(next) => onSearch({ tab: (next ?? 'members') as SegmentSearch['tab'] })} keepMounted={false}>
        <Tabs.List aria-label={t('sections')}>
          {segmentTabs.map((one) => (
            <Tabs.Tab key={one} value={one}>
              {t(`tabs.${one}`)}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Tabs.Panel value={tab} pt="md">
          <Suspense fallback={<LoadingState lines={6} />}>
            <Part detail={detail} of={segment.of as TabProps['of']} search={search} onSearch={onSearch} />
          </Suspense>
        </Tabs.Panel>
      </Tabs>
    </>
  );
}

function Actions({ detail, columns }: { detail: SegmentDetail; columns: string | undefined }) {
  const { t } = useTranslation('segments');
  const navigate = useNavigate();
  const queries = useQueryClient();
  const [isDeleting, deleting] = useDisclosure(false);
  const { name, title } = detail.segment;
  const review = $api.useMutation('post', '/v1/segments/{segment}/review', {
    onSuccess: () => {
      notifications.show({ message: t('reviewedDone') });
      void queries.invalidateQueries();
    },
    onError: (error) => notifyFailed(t('notDone'), error),
  });
  const remove = $api.useMutation('delete', '/v1/segments/{segment}', {
    onSuccess: (change) => {
      notifications.show({ message: change.proposal ? t('deleteProposed') : t('deleted', { title }) });
      void queries.invalidateQueries();
      void navigate({ to: '/segments' });
    },
    onError: (error) => notifyFailed(t('notDone'), error),
  });
  const download = (format: string) => {
    const link = document.createElement('a');
    link.href = `/v1/segments/${encodeURIComponent(name)}/export?format=${format}${columns ? `&columns=${encodeURIComponent(columns)}` : ''}`;
    link.download = `${name}.${format}`;
    link.click();
  };
  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target>
          <Button variant="default" leftSection={<IconDownload size={16} />} rightSection={<IconChevronDown size={14} />}>
            {t('export')}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {['csv', 'json', 'ndjson', 'parquet'].map((format) => (
            <Menu.Item key={format} onClick={() => download(format)}>
              {t('exportAs', { format: format.toUpperCase() })}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
      <Menu position="bottom-end">
        <Menu.Target>
          <Button variant="default" rightSection={<IconChevronDown size={14} />}>
            {t('more')}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item onClick={() => review.mutate({ params: { path: { segment: name } } })}>{t('reviewed')}</Menu.Item>
          <Menu.Item color="red" onClick={deleting.open}>
            {t('delete')}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <Button leftSection={<IconPencil size={16} />} onClick={() => void navigate({ to: '/segments/$name/edit', params: { name } })}>
        {t('edit')}
      </Button>
      <Modal opened={isDeleting} onClose={deleting.close} title={t('deleteTitle', { title })}>
        <Text size="sm" mb="md">
          {t('deleteText')}
        </Text>
        <Group justify="flex-end">
          <Button
            color="red"
            onClick={() => {
              deleting.close();
              remove.mutate({ params: { path: { segment: name }, query: { baseVersion: Number(detail.segment.version) } } });
            }}
          >
            {t('delete')}
          </Button>
        </Group>
      </Modal>
    </>
  );
}
