import { Button, Group, Paper, Stack, Table, Title } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { answered, api } from '@/api/client';
import type { components } from '@/api/schema';
import { EntityLink } from '@/components/EntityLink';
import { ErrorState } from '@/components/ErrorState';
import { LoadingState } from '@/components/LoadingState';

const route = getRouteApi('/shell/data/quality');

/** The accounts or contacts that something is wrong with. */
export function ProblemExamples({ problem }: { problem: components['schemas']['QualityProblemItem'] }) {
  const { t } = useTranslation('data');
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const examples = useInfiniteQuery({
    queryKey: ['quality', problem.problem],
    initialPageParam: undefined as string | undefined,
    queryFn: async ({ pageParam }) => answered(await api.GET('/v1/quality/{problem}', { params: { path: { problem: problem.problem }, query: { limit: 50, cursor: pageParam } } })),
    getNextPageParam: (page) => page.nextCursor ?? undefined,
  });
  const of = problem.of === 'contacts' ? 'contacts' : 'accounts';
  return (
    <Paper p="md" withBorder component="section" aria-label={problem.title}>
      <Group justify="space-between" mb="sm">
        <Title order={2} size="h3">
          {problem.title}
        </Title>
        <Button variant="subtle" onClick={() => void navigate({ search: { ...search, problem: undefined } })}>
          {t('closeList')}
        </Button>
      </Group>
      {examples.isError && <ErrorState error={examples.error} onRetry={() => void examples.refetch()} />}
      {examples.isPending && <LoadingState />}
      {examples.data && (
        <Stack>
          <Table.ScrollContainer minWidth={320} mah={420} tabIndex={0} role="region" aria-label={problem.title}>
            <Table>
              <Table.Thead>
                <Table.Tr>
                  <Table.Th scope="col">{of === 'accounts' ? t('account') : t('contact')}</Table.Th>
                  <Table.Th scope="col">{t('value')}</Table.Th>
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {examples.data.pages
                  .flatMap((page) => page.examples)
                  .map((example) => (
                    <Table.Tr key={example.id}>
                      <Table.Td>
                        <EntityLink of={of} id={example.id} name={example.name} />
                      </Table.Td>
                      <Table.Td>{example.value ?? ''}</Table.Td>
                    </Table.Tr>
                  ))}
              </Table.Tbody>
            </Table>
          </Table.ScrollContainer>
          {examples.hasNextPage && (
            <Group>
              <Button variant="default" loading={examples.isFetchingNextPage} onClick={() => void examples.fetchNextPage()}>
                {t('loadMore')}
              </Button>
            </Group>
          )}
        </Stack>
      )}
    </Paper>
  );
}
