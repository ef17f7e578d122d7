import { ActionIcon, Badge, Button, Group, Paper, Stack, Table, Text, Title } from '@mantine/core';
import { IconArrowDown, IconArrowUp } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { $api, api } from '@/api/client';
import type { components } from '@/api/schema';
import { AppLink } from '@/components/AppLink';
import { EmptyState } from '@/components/EmptyState';
import { formatCount } from '@/components/format';
import { notifyDone, notifyFailed } from '@/components/notify';
import { PageHeader } from '@/components/PageHeader';
import { QueryState } from '@/components/QueryState';
import { RelativeTime } from '@/components/RelativeTime';
import { ImportHistory } from '../import/ImportHistory';
import { moved } from './order';

type Source = components['schemas']['DataSourceItem'];
const fieldsShown = 8;

/** Who said what is known, and whose word counts. */
export function SourcesPage() {
  const { t } = useTranslation('data');
  const sources = $api.useQuery('get', '/v1/sources');
  return (
    <>
      <PageHeader title={t('sourcesTitle')} description={t('sourcesText')} />
      <QueryState query={sources}>
        {(data) => (
          <Stack gap="xl">
            {data.sources.length === 0 ? (
              <EmptyState title={t('sourcesEmpty')} action={<AppLink to="/data/import">{t('importTitle')}</AppLink>} />
            ) : (
              <SourceTable sources={data.sources} />
            )}
            <Precedence key={data.order.join()} order={data.order} />
            <ImportHistory />
          </Stack>
        )}
      </QueryState>
    </>
  );
}

function SourceTable({ sources }: { sources: readonly Source[] }) {
  const { t } = useTranslation('data');
  return (
    <Table.ScrollContainer minWidth={980} tabIndex={0} role="region" aria-label={t('sourcesTitle')}>
      <Table verticalSpacing="sm">
        <Table.Thead>
          <Table.Tr>
            <Table.Th scope="col">{t('sourcesTitle')}</Table.Th>
            <Table.Th scope="col">{t('sourceKind')}</Table.Th>
            <Table.Th scope="col" ta="right">
              {t('filesImported')}
            </Table.Th>
            <Table.Th scope="col" ta="right">
              {t('rows')}
            </Table.Th>
            <Table.Th scope="col">{t('lastImport')}</Table.Th>
            <Table.Th scope="col">{t('fieldsBrought')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {sources.map((source) => (
            <Table.Tr key={source.name}>
              <Table.Th scope="row">{source.name}</Table.Th>
              <Table.Td>{source.kind}</Table.Td>
              <Table.Td ta="right" className="figures">
                {formatCount(source.imports)}
              </Table.Td>
              <Table.Td ta="right" className="figures">
                {formatCount(source.rows)}
              </Table.Td>
              <Table.Td>
                {source.lastImportAt && <RelativeTime value={source.lastImportAt} />}
                <Text size="xs" c="dimmed">
                  {source.lastFile}
                </Text>
              </Table.Td>
              <Table.Td>
                <BroughtFields source={source} />
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

function BroughtFields({ source }: { source: Source }) {
  const { t } = useTranslation('data');
  const [all, setAll] = useState(false);
  const shown = all ? source.fields : source.fields.slice(0, fieldsShown);
  return (
    <Group gap={6}>
      {shown.map((field) => (
        <Badge key={`${field.table}.${field.field}`} variant="light" color="gray" tt="none" c="var(--mantine-color-text)" fw={500}>
          {field.table === 'account' ? field.field : `${field.table}.${field.field}`} {formatCount(field.rows)}
        </Badge>
      ))}
      {shown.length < source.fields.length && (
        <Button size="compact-xs" variant="subtle" onClick={() => setAll(true)}>
          {t('moreFields', { count: (source.fields.length - shown.length) as never })}
        </Button>
      )}
    </Group>
  );
}

function Precedence({ order }: { order: readonly string[] }) {
  const { t } = useTranslation('data');
  const queries = useQueryClient();
  const [wanted, setWanted] = useState<readonly string[]>(order);
  const save = useMutation({
    mutationFn: () => api.PUT('/v1/sources/order', { body: { order: [...wanted] } }),
    onSuccess: async () => {
      notifyDone(t('orderSaved'));
      await queries.invalidateQueries({ queryKey: ['get', '/v1/sources'] });
    },
    onError: (error) => notifyFailed(t('failedToDo', { ns: 'common' }), error),
  });
  return (
    <Paper p="md" withBorder maw={460} component="section" aria-label={t('precedence')}>
      <Title order={2} size="h4">
        {t('precedence')}
      </Title>
      <Text size="sm" c="dimmed" mb="sm">
        {t('precedenceText')}
      </Text>
      <Stack gap={6} component="ol" p={0} m={0}>
        {wanted.map((name, index) => (
          <Group key={name} component="li" justify="space-between" wrap="nowrap">
            <Text>
              {index + 1}. {name}
            </Text>
            <Group gap={4} wrap="nowrap">
              <ActionIcon variant="default" disabled={index === 0} aria-label={t('moveUp', { name })} onClick={() => setWanted(moved(wanted, index, -1))}>
                <IconArrowUp size={16} />
              </ActionIcon>
              <ActionIcon variant="default" disabled={index === wanted.length - 1} aria-label={t('moveDown', { name })} onClick={() => setWanted(moved(wanted, index, 1))}>
                <IconArrowDown size={16} />
              </ActionIcon>
            </Group>
          </Group>
        ))}
      </Stack>
      <Button mt="md" disabled={wanted.join() === order.join()} loading={save.isPending} onClick={() => save.mutate()}>
        {t('saveOrder')}
      </Button>
    </Paper>
  );
}
