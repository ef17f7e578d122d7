import { Anchor, Table, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { components } from '@/api/schema';
import { formatCount } from '@/components/format';

type Moved = components['schemas']['MovedSegment'];

/** Segments with who came and went, those with the most of the last day first. */
export function MovedSegments({ moved }: { moved: readonly Moved[] }) {
  const { t } = useTranslation('home');
  if (moved.length === 0) {
    return (
      <Text c="dimmed" size="sm">
        {t('movedEmpty')}
      </Text>
    );
  }
  return (
    <Table.ScrollContainer type="native" minWidth={420} mah={360} tabIndex={0} role="region" aria-label={t('moved')}>
      <Table verticalSpacing={6} className="figures">
        <Table.Thead>
          <Table.Tr>
            <Table.Th scope="col">{t('segment')}</Table.Th>
            <Table.Th scope="col" ta="right">
              {t('size')}
            </Table.Th>
            <Table.Th scope="col" ta="right">
              {t('day')}
            </Table.Th>
            <Table.Th scope="col" ta="right">
              {t('week')}
            </Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {moved.map((segment) => (
            <Table.Tr key={segment.name}>
              <Table.Td>
                <Anchor component={Link} to={`/segments/${encodeURIComponent(segment.name)}` as never} size="sm">
                  {segment.title}
                </Anchor>
              </Table.Td>
              <Table.Td ta="right">{segment.size == null ? '' : formatCount(segment.size)}</Table.Td>
              <Table.Td ta="right">{t('enteredLeft', { entered: formatCount(segment.day.entered), left: formatCount(segment.day.left) })}</Table.Td>
              <Table.Td ta="right">{t('enteredLeft', { entered: formatCount(segment.week.entered), left: formatCount(segment.week.left) })}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}
