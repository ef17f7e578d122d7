import { List, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { $api } from '@/api/client';
import { AppLink } from '@/components/AppLink';
import { EmptyState } from '@/components/EmptyState';
import { QueryState } from '@/components/QueryState';
import type { TabProps } from '../SegmentPage';

/** What names the segment. */
export default function UsedByTab({ detail }: TabProps) {
  const { t } = useTranslation('segments');
  const query = $api.useQuery('get', '/v1/segments/{segment}/used-by', { params: { path: { segment: detail.segment.name } } });
  return (
    <QueryState query={query}>
      {({ uses }) =>
        uses.length === 0 ? (
          <EmptyState title={t('notUsed')}>{t('notUsedText')}</EmptyState>
        ) : (
          <List spacing="xs" listStyleType="none">
            {uses.map((use) => (
              <List.Item key={use.kind + use.name}>
                <Text span size="sm" c="dimmed">
                  {t(`kinds.${use.kind as 'segment'}`)}{' '}
                </Text>
                {use.kind === 'segment' ? (
                  <AppLink to="/segments/$name" params={{ name: use.name }}>
                    {use.title}
                  </AppLink>
                ) : use.kind === 'segmentation' ? (
                  <AppLink to="/profile/segmentations/$name" params={{ name: use.name }}>
                    {use.title}
                  </AppLink>
                ) : (
                  use.title
                )}
              </List.Item>
            ))}
          </List>
        )
      }
    </QueryState>
  );
}
