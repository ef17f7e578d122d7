import { Drawer, Select, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { $api } from '@/api/client';
import { Explanation } from '@/components/Explanation';
import { QueryState } from '@/components/QueryState';

/** Why an account or contact is in a segment, or is not: of any segment, beside the page. `*` stands for none chosen yet. */
export function ExplainDrawer({ of, id, segment, onChange }: { of: 'accounts' | 'contacts'; id: string; segment: string | undefined; onChange: (segment: string | undefined) => void }) {
  const { t } = useTranslation('accounts');
  const segments = $api.useQuery('get', '/v1/segments', { params: { query: { limit: 1000 } } }, { enabled: segment !== undefined });
  return (
    <Drawer opened={segment !== undefined} onClose={() => onChange(undefined)} title={t('explanation')}>
      <Stack>
        <Select
          label={t('chooseSegment')}
          placeholder={t('chooseSegmentHint')}
          searchable
          data-autofocus={segment === '*' || undefined}
          data={(segments.data?.segments ?? []).filter((one) => one.of === of).map((one) => ({ value: one.name, label: one.title }))}
          value={segment === '*' ? null : (segment ?? null)}
          onChange={(name) => name && onChange(name)}
        />
        {segment === '*' ? (
          <Text size="sm" c="dimmed">
            {t('chooseFirst')}
          </Text>
        ) : (
          segment !== undefined && <Explained of={of} id={id} segment={segment} title={segments.data?.segments.find((one) => one.name === segment)?.title} />
        )}
      </Stack>
    </Drawer>
  );
}

function Explained({ of, id, segment, title }: { of: 'accounts' | 'contacts'; id: string; segment: string; title: string | undefined }) {
  const path = of === 'accounts' ? '/v1/accounts/{id}/explanations/{segment}' : '/v1/contacts/{id}/explanations/{segment}';
  const explanation = $api.useQuery('get', path, { params: { path: { id, segment } } });
  return <QueryState query={explanation}>{(data) => <Explanation explanation={data} title={title} />}</QueryState>;
}
