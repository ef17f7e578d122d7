import { Button, Paper, SimpleGrid, Stack, Text, Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { $api } from '@/api/client';
import { sideOf, type Draft, type Side } from '../model/draft';
import { blockOf, emptyGroup } from '../model/query';
import { rootScope, type Catalog, type Of } from '../model/scope';
import { ConditionSearch } from './AddCondition';

/** What a person sees first: a search that begins a definition, and segments to start from. */
export function StartHere({ catalog, of, onBegin, onTemplate }: { catalog: Catalog; of: Of; onBegin: (where: Side) => void; onTemplate: (draft: Partial<Draft>) => void }) {
  const { t } = useTranslation('builder');
  const templates = $api.useQuery('get', '/v1/segment-templates', {}, { staleTime: Infinity });
  const shown = (templates.data?.templates ?? []).filter((one) => one.of === of);
  return (
    <Paper p="md" component="section" aria-label={t('startHere')}>
      <Stack>
        <div>
          <Title order={2} size="h4">
            {t('startHere')}
          </Title>
          <Text size="sm" c="dimmed">
            {t('startHereText')}
          </Text>
        </div>
        <ConditionSearch
          scope={rootScope(catalog, of)}
          label={t('firstCondition')}
          placeholder={t('searchHint')}
          onPick={(clause) => onBegin({ text: '', blocks: { ...emptyGroup(), rules: [blockOf(clause)] }, edited: 'blocks' })}
        />
        {shown.length > 0 && (
          <div>
            <Text size="sm" fw={600} mb="xs">
              {t('startFrom')}
            </Text>
            <SimpleGrid cols={{ base: 1, sm: 2, lg: 4 }} spacing="xs">
              {shown.map((one) => (
                <Button
                  key={one.name}
                  variant="default"
                  h="auto"
                  py="xs"
                  justify="flex-start"
                  styles={{ label: { whiteSpace: 'normal', textAlign: 'left', display: 'block' } }}
                  onClick={() =>
                    onTemplate({ title: one.title, description: one.description ?? '', objective: one.objective ?? null, where: sideOf(one.where, one.json), exclude: { ...sideOf(one.exclude, null) } })
                  }
                >
                  <Text size="sm" fw={600}>
                    {one.title}
                  </Text>
                  <Text size="xs" c="dimmed" lineClamp={2}>
                    {one.description}
                  </Text>
                </Button>
              ))}
            </SimpleGrid>
          </div>
        )}
      </Stack>
    </Paper>
  );
}
