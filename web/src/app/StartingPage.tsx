import { Center, Progress, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useSyncExternalStore, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { isStarting, onStarting, readStarting } from '@/api/starting';
import { formatCount } from '@/components/format';
import { Logo } from './Logo';

const askAgainMs = 500;

/** Shows the app, or how far the server is where it starts. */
export function WhenStarted({ children }: { children: ReactNode }) {
  const starting = useSyncExternalStore(onStarting, isStarting);
  return starting ? <StartingPage onReady={() => location.reload()} /> : children;
}

/** How far a server is that starts. */
export function StartingPage({ onReady }: { onReady: () => void }) {
  const { t } = useTranslation();
  const { data, isSuccess } = useQuery({ queryKey: ['starting'], queryFn: async () => ({ state: await readStarting() }), refetchInterval: askAgainMs, gcTime: 0 });
  const state = data?.state;
  const isReady = isSuccess && state === null;
  useEffect(() => {
    if (isReady) {
      onReady();
    }
  }, [isReady, onReady]);
  return (
    <Center component="main" mih="80vh" p="md">
      <Stack align="center" gap="sm" w="100%" maw={420}>
        <Logo size={40} />
        <Title order={1} fz="h3">
          {t('starting')}
        </Title>
        <Text c="dimmed" role="status">
          {state ? (state.total > 0 ? t('startingFar', { text: state.text, done: formatCount(state.done), total: formatCount(state.total) }) : state.text) : t('loading')}
        </Text>
        {state && state.total > 0 && <Progress w="100%" value={(100 * state.done) / state.total} aria-label={t('starting')} />}
      </Stack>
    </Center>
  );
}
