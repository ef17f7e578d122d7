import { Badge, Button, Group } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { answered, api } from '@/api/client';
import type { components } from '@/api/schema';
import { formatNumber } from '@/components/format';
import { notifyDone, notifyFailed } from '@/components/notify';
import { RelativeTime } from '@/components/RelativeTime';
import { FactTable } from '@/components/FactTable';
import { Section } from './Section';

type Version = components['schemas']['ScoreVersion'];

/** Every version of a score's model, and the one in use. */
export function Versions({ score, versions, shown, onShow }: { score: string; versions: readonly Version[]; shown: number | undefined; onShow: (version: number) => void }) {
  const { t } = useTranslation('profile');
  const queries = useQueryClient();
  const use = useMutation({
    mutationFn: async (version: number) => answered(await api.POST('/v1/scores/{score}/use', { params: { path: { score } }, body: { version } })),
    onSuccess: async (view) => {
      notifyDone(t('usedNow', { version: String(view.version) }));
      await queries.invalidateQueries();
    },
    onError: (error) => notifyFailed(t('versions'), error),
  });
  return (
    <Section title={t('versions')}>
      <FactTable
        label={t('versions')}
        columns={[t('version'), t('trainedAt'), t('kind'), t('auc'), t('logLoss'), t('verdict'), '']}
        rows={versions.map((version) => [
          <Group key="version" gap={6} wrap="nowrap">
            <Button size="compact-sm" variant={shown === version.version ? 'light' : 'subtle'} aria-label={`${t('version')} ${version.version}`} onClick={() => onShow(version.version)}>
              {version.version}
            </Button>
            {version.inUse && (
              <Badge size="sm" variant="light" color="teal">
                {t('inUse')}
              </Badge>
            )}
          </Group>,
          <RelativeTime key="at" value={version.trainedAt} />,
          t(`kind_${version.kind}`),
          version.test.auc ? formatNumber(version.test.auc.area, 3) : '–',
          formatNumber(version.test.logLoss, 4),
          version.verdict,
          version.inUse ? (
            ''
          ) : (
            <Button key="use" size="compact-sm" variant="default" loading={use.isPending && use.variables === version.version} onClick={() => use.mutate(version.version)}>
              {t('useThis', { version: String(version.version) })}
            </Button>
          ),
        ])}
      />
    </Section>
  );
}
