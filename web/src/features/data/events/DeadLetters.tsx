import { Button, Code, Group, Paper, Stack, Text } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { $api, answered, api } from '@/api/client';
import { EmptyState } from '@/components/EmptyState';
import { formatCount } from '@/components/format';
import { notifyDone, notifyFailed } from '@/components/notify';
import { QueryState } from '@/components/QueryState';
import { RelativeTime } from '@/components/RelativeTime';

/** Messages that could not be taken, why, and a button that sends them again. */
export function DeadLetters() {
  const { t } = useTranslation('data');
  const queries = useQueryClient();
  const letters = $api.useQuery('get', '/v1/dead-letters', { params: { query: { limit: 100 } } }, { refetchInterval: 10_000 });
  const replay = useMutation({
    mutationFn: async (ids: number[]) => answered(await api.POST('/v1/dead-letters/replay', { body: { ids } })),
    onSuccess: async (result) => {
      if (result.taken > 0) {
        notifyDone(t('replayed', { count: result.taken }));
      }
      if (result.refused.length > 0) {
        notifyFailed(t('failedToDo', { ns: 'common' }), new Error(t('refusedAgain', { count: result.refused.length, reason: result.refused[0]!.problem })));
      }
      await queries.invalidateQueries({ queryKey: ['get', '/v1/dead-letters'] });
    },
    onError: (error) => notifyFailed(t('failedToDo', { ns: 'common' }), error),
  });
  return (
    <QueryState query={letters}>
      {(data) =>
        data.letters.length === 0 ? (
          <EmptyState title={t('lettersNone')} />
        ) : (
          <Stack>
            <Group justify="space-between">
              <Text>{t('letters', { count: data.waiting, replace: { count: formatCount(data.waiting) } })}</Text>
              <Button loading={replay.isPending} onClick={() => replay.mutate([])}>
                {t('replayAll')}
              </Button>
            </Group>
            {data.letters.map((letter) => (
              <Paper key={letter.id} p="md" withBorder>
                <Group justify="space-between" align="flex-start" wrap="nowrap">
                  <div style={{ minWidth: 0 }}>
                    <Text fw={600}>{letter.reason}</Text>
                    <Text size="sm" c="dimmed" component="div">
                      {letter.kind} · {letter.writeKey} · <RelativeTime value={letter.receivedAt} />
                    </Text>
                  </div>
                  <Button variant="default" size="xs" loading={replay.isPending} onClick={() => replay.mutate([letter.id])}>
                    {t('replay')}
                  </Button>
                </Group>
                <Code block mt="sm" tabIndex={0} aria-label={t('rawMessage')} style={{ maxHeight: 160, overflow: 'auto' }}>
                  {letter.message}
                </Code>
              </Paper>
            ))}
          </Stack>
        )
      }
    </QueryState>
  );
}
