import { Badge, Box, Group, Paper, Stack, Text } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { $api } from '@/api/client';
import type { components } from '@/api/schema';
import { ConfirmButton } from '@/components/ConfirmButton';
import { formatCount } from '@/components/format';
import { notifyDone, notifyFailed } from '@/components/notify';
import { QueryState } from '@/components/QueryState';
import { RelativeTime } from '@/components/RelativeTime';
import { nameOnly } from '../parts/cells';
import { LineDiff } from '../parts/LineDiff';
import type { TabProps } from '../SegmentPage';

type Version = components['schemas']['VersionItem'];

/** Every version: who stored it, when and why, what it changed and what that did. */
export default function HistoryTab({ detail }: TabProps) {
  const { name } = detail.segment;
  const query = $api.useQuery('get', '/v1/segments/{segment}/versions', { params: { path: { segment: name } } });
  return (
    <QueryState query={query}>
      {({ versions }) => (
        <Stack>
          {versions.map((version, at) => (
            <VersionCard key={version.version} segment={name} version={version} before={versions[at + 1]} standing={Number(versions[0]!.version)} />
          ))}
        </Stack>
      )}
    </QueryState>
  );
}

function VersionCard({ segment, version, before, standing }: { segment: string; version: Version; before: Version | undefined; standing: number }) {
  const { t } = useTranslation('segments');
  const queries = useQueryClient();
  const restore = $api.useMutation('post', '/v1/segments/{segment}/restore', {
    onSuccess: () => {
      notifyDone(t('restored', { version: String(version.version) }));
      void queries.invalidateQueries();
    },
    onError: (error) => notifyFailed(t('notDone'), error),
  });
  return (
    <Paper p="md" component="article" aria-label={t('version', { version: String(version.version) })}>
      <Group justify="space-between" align="flex-start">
        <Box style={{ minWidth: 0, flex: '1 1 16rem' }}>
          <Group gap="xs">
            <Text fw={600}>{t('version', { version: String(version.version) })}</Text>
            {version.isDeleted && (
              <Badge color="red" variant="light" tt="none">
                {t('wasDeleted')}
              </Badge>
            )}
            {version.size !== undefined && version.size !== null && (
              <Text size="sm" c="dimmed" className="figures">
                {formatCount(Number(version.size))} (+{formatCount(Number(version.entered ?? 0))} −{formatCount(Number(version.left ?? 0))})
              </Text>
            )}
          </Group>
          <Text size="sm" c="dimmed" component="div">
            {nameOnly(version.author)}, <RelativeTime value={version.at} />
          </Text>
          <Text size="sm" fs={version.reason ? undefined : 'italic'}>
            {version.reason ?? t('noReason')}
          </Text>
        </Box>
        {Number(version.version) !== standing && !version.isDeleted && (
          <ConfirmButton
            label={t('restore')}
            title={t('restoreTitle', { version: String(version.version) })}
            question={t('restoreText')}
            confirm={t('restore')}
            size="compact-sm"
            onConfirm={() => restore.mutate({ params: { path: { segment } }, body: { version: Number(version.version), baseVersion: standing } as never })}
          />
        )}
      </Group>
      <Text size="xs" c="dimmed" mt="xs" mb={4}>
        {before ? t('compareWith') : t('firstVersion')}
      </Text>
      <LineDiff label={t('version', { version: String(version.version) })} before={before?.definition ?? ''} after={version.isDeleted ? '' : version.definition} />
    </Paper>
  );
}
