import { Button, Chip, Group, Stack } from '@mantine/core';
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { answered, api } from '@/api/client';
import { EmptyState } from '@/components/EmptyState';
import { ErrorState } from '@/components/ErrorState';
import { formatCount } from '@/components/format';
import { LoadingState } from '@/components/LoadingState';
import { Timeline } from '@/components/Timeline';
import { fieldLabel } from '@/components/values';
import { usePageSearch } from './EntityFrame';
import { Part } from './parts';

/** Everything an account or contact did, the newest first; of all types or of those chosen. */
export function TimelinePanel({ of, id }: { of: 'accounts' | 'contacts'; id: string }) {
  const { t } = useTranslation('accounts');
  const [search, change] = usePageSearch();
  const types = search.types?.split(',') ?? [];
  const pages = useInfiniteQuery({
    queryKey: ['timeline', of, id, types],
    queryFn: async ({ pageParam, signal }) =>
      answered(
        await api.GET(of === 'accounts' ? '/v1/accounts/{id}/timeline' : '/v1/contacts/{id}/timeline', { params: { path: { id }, query: { type: types, cursor: pageParam, limit: 50 } }, signal }),
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.nextCursor ?? undefined,
    placeholderData: keepPreviousData,
  });
  if (pages.isError) {
    return <ErrorState error={pages.error} onRetry={() => void pages.refetch()} />;
  }
  if (pages.data === undefined) {
    return <LoadingState lines={10} />;
  }
  const counts = pages.data.pages[0]!.types;
  const all = counts.reduce((sum, type) => sum + type.count, 0);
  if (all === 0) {
    return <EmptyState title={t('noEvents')}>{t('noEventsText')}</EmptyState>;
  }
  return (
    <Part title={t('timeline')}>
      <Stack gap="md">
        <Group gap={6} role="group" aria-label={t('timeline')}>
          <Chip size="xs" checked={types.length === 0} onChange={() => change({ types: undefined })}>
            {t('allTypes', { count: all, replace: { count: formatCount(all) } })}
          </Chip>
          {counts.map((type) => (
            <Chip
              key={type.type}
              size="xs"
              checked={types.includes(type.type)}
              onChange={(checked) => change({ types: (checked ? [...types, type.type] : types.filter((one) => one !== type.type)).join(',') || undefined })}
            >
              {fieldLabel(type.type)} ({formatCount(type.count)})
            </Chip>
          ))}
        </Group>
        <Timeline events={pages.data.pages.flatMap((page) => page.events)} label={t('timeline')} showsContact={of === 'accounts'} />
        {pages.hasNextPage && (
          <Button variant="default" loading={pages.isFetchingNextPage} onClick={() => void pages.fetchNextPage()} style={{ alignSelf: 'center' }}>
            {t('earlier')}
          </Button>
        )}
      </Stack>
    </Part>
  );
}
