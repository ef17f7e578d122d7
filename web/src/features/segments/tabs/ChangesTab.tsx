import { Badge, Button, Table } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { $api } from '@/api/client';
import { EmptyState } from '@/components/EmptyState';
import { EntityLink } from '@/components/EntityLink';
import { QueryState } from '@/components/QueryState';
import { RelativeTime } from '@/components/RelativeTime';
import type { TabProps } from '../SegmentPage';

const page = 50;

/** Who entered and left, the newest first. */
export default function ChangesTab({ detail, of }: TabProps) {
  const { t } = useTranslation('segments');
  const [shown, setShown] = useState(page);
  const query = $api.useQuery('get', '/v1/segments/{segment}/changes', { params: { path: { segment: detail.segment.name }, query: { limit: shown } } }, { placeholderData: (before) => before });
  return (
    <QueryState query={query}>
      {({ changes, nextCursor }) =>
        changes.length === 0 ? (
          <EmptyState title={t('noChanges')} />
        ) : (
          <>
            <Table.ScrollContainer type="native" minWidth={480} tabIndex={0} role="region" aria-label={t('tabs.changes')}>
              <Table striped fz="sm">
                <Table.Thead>
                  <Table.Tr>
                    <Table.Th scope="col">{t('who')}</Table.Th>
                    <Table.Th scope="col">{t('whatHappened')}</Table.Th>
                    <Table.Th scope="col">{t('when')}</Table.Th>
                    <Table.Th scope="col">{t('cause')}</Table.Th>
                  </Table.Tr>
                </Table.Thead>
                <Table.Tbody>
                  {changes.map((change) => (
                    <Table.Tr key={change.offset}>
                      <Table.Td>
                        <EntityLink of={of} id={change.id} name={change.name} />
                      </Table.Td>
                      <Table.Td>
                        <Badge variant="light" tt="none" color={change.entered ? 'green' : 'red'}>
                          {t(change.entered ? 'entered' : 'left')}
                        </Badge>
                      </Table.Td>
                      <Table.Td>
                        <RelativeTime value={change.at} />
                      </Table.Td>
                      <Table.Td>{t(`causes.${change.cause as 'event'}`)}</Table.Td>
                    </Table.Tr>
                  ))}
                </Table.Tbody>
              </Table>
            </Table.ScrollContainer>
            {nextCursor && shown < 1000 && (
              <Button mt="sm" variant="default" loading={query.isFetching} onClick={() => setShown(Math.min(1000, shown * 2))}>
                {t('loadMore')}
              </Button>
            )}
          </>
        )
      }
    </QueryState>
  );
}
