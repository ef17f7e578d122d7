import { MultiSelect, Stack } from '@mantine/core';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { $api } from '@/api/client';
import { EmptyState } from '@/components/EmptyState';
import { QueryState } from '@/components/QueryState';
import { splitColumns } from '../parts/columns';
import { OverlapChart } from '../parts/OverlapChart';
import type { TabProps } from '../SegmentPage';

/** How the segment overlaps with others. */
export default function OverlapTab({ detail, of, search, onSearch }: TabProps) {
  const { t } = useTranslation('segments');
  const { name } = detail.segment;
  const list = $api.useQuery('get', '/v1/segments', { params: { query: { limit: 1000 } } });
  const segments = useMemo(() => list.data?.segments ?? [], [list.data]);
  const others = segments.filter((one) => one.of === of && one.name !== name && one.size !== undefined && one.size !== null);
  const chosen = search.with !== undefined ? splitColumns(search.with) : others.slice(0, 4).map((one) => one.name);
  const titles = useMemo(() => new Map(segments.map((one) => [one.name, one.title])), [segments]);
  const query = $api.useQuery(
    'get',
    '/v1/segments/{segment}/overlap',
    { params: { path: { segment: name }, query: { with: chosen } } },
    { enabled: chosen.length > 0, placeholderData: (before) => before },
  );
  return (
    <Stack>
      <MultiSelect
        label={t('overlapWith')}
        data={others.map((one) => ({ value: one.name, label: one.title }))}
        value={chosen}
        onChange={(next) => onSearch({ with: next.length > 0 ? next.join(',') : ' ' })}
        maxValues={8}
        searchable
        clearable
      />
      {chosen.length === 0 ? <EmptyState title={t('chooseSegments')} /> : <QueryState query={query}>{(overlap) => <OverlapChart overlap={overlap} titles={titles} />}</QueryState>}
    </Stack>
  );
}
