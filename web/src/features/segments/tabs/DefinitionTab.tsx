import { Code, Stack, Table, Text, Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { $api } from '@/api/client';
import { formatCount } from '@/components/format';
import { QueryState } from '@/components/QueryState';
import type { TabProps } from '../SegmentPage';

/** What the segment says, and what each clause does. */
export default function DefinitionTab({ detail }: TabProps) {
  const { t } = useTranslation('segments');
  const query = $api.useQuery('get', '/v1/segments/{segment}/clauses', { params: { path: { segment: detail.segment.name } } });
  const figure = (value: number | string | null | undefined) => (value === null || value === undefined ? '' : formatCount(Number(value)));
  return (
    <Stack>
      <Title order={2} size="h4">
        {t('clauses')}
      </Title>
      <QueryState query={query}>
        {(counts) => (
          <Table.ScrollContainer type="native" minWidth={640} tabIndex={0} role="region" aria-label={t('clauses')}>
            <Table striped fz="sm">
              <Table.Thead>
                <Table.Tr>
                  <Table.Th scope="col">{t('clause')}</Table.Th>
                  {(['alone', 'without', 'keptOut', 'inByIt'] as const).map((name) => (
                    <Table.Th key={name} scope="col" ta="right">
                      {t(name)}
                    </Table.Th>
                  ))}
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody className="figures">
                {counts.clauses.map((clause) => (
                  <Table.Tr key={clause.path}>
                    <Table.Td pl={12 + Number(clause.level) * 20}>
                      <Text size="sm" ff="monospace">
                        {clause.text}
                      </Text>
                    </Table.Td>
                    <Table.Td ta="right">{figure(clause.alone)}</Table.Td>
                    <Table.Td ta="right">{figure(clause.without)}</Table.Td>
                    <Table.Td ta="right">{figure(clause.soleBlocker)}</Table.Td>
                    <Table.Td ta="right">{figure(clause.soleReason)}</Table.Td>
                  </Table.Tr>
                ))}
              </Table.Tbody>
            </Table>
          </Table.ScrollContainer>
        )}
      </QueryState>
      <Title order={2} size="h4">
        {t('yaml')}
      </Title>
      <Code block tabIndex={0}>
        {detail.definition}
      </Code>
    </Stack>
  );
}
