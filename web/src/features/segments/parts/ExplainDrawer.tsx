import { Drawer, Stack } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { $api } from '@/api/client';
import { EntityLink } from '@/components/EntityLink';
import { Explanation } from '@/components/Explanation';
import { QueryState } from '@/components/QueryState';

/** Why somebody is in a segment or not, clause by clause. */
export function ExplainDrawer({ segment, title, member, of, onClose }: { segment: string; title: string; member: string | undefined; of: 'accounts' | 'contacts'; onClose: () => void }) {
  const { t } = useTranslation('segments');
  const query = $api.useQuery('get', '/v1/segments/{segment}/explain', { params: { path: { segment }, query: { member: member ?? '' } } }, { enabled: member !== undefined });
  return (
    <Drawer opened={member !== undefined} onClose={onClose} title={t('whyTitle', { name: query.data?.name ?? member ?? '' })}>
      {member !== undefined && (
        <QueryState query={query}>
          {(explanation) => (
            <Stack>
              <EntityLink of={of} id={explanation.id} name={explanation.name} />
              <Explanation explanation={explanation} title={title} />
            </Stack>
          )}
        </QueryState>
      )}
    </Drawer>
  );
}
