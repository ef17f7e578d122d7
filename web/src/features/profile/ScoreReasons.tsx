import { Button, Group, Stack, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { $api } from '@/api/client';
import { formatNumber, formatShare } from '@/components/format';
import { QueryState } from '@/components/QueryState';
import { FactTable } from '@/components/FactTable';
import { Section } from './Section';

/** The score of one account with what makes it. */
export function ScoreReasons({ score }: { score: string }) {
  const { t } = useTranslation('profile');
  const [written, setWritten] = useState('');
  const [asked, setAsked] = useState('');
  return (
    <Section title={t('reasons')}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          setAsked(written.trim());
        }}
      >
        <Group gap="xs" align="flex-end" mb="md">
          <TextInput label={t('accountLabel')} placeholder={t('accountHint')} value={written} onChange={(event) => setWritten(event.currentTarget.value)} />
          <Button type="submit" variant="default" disabled={written.trim() === ''}>
            {t('explain')}
          </Button>
        </Group>
      </form>
      {asked !== '' && <Reasons score={score} account={asked} />}
    </Section>
  );
}

function Reasons({ score, account }: { score: string; account: string }) {
  const { t } = useTranslation('profile');
  const found = $api.useQuery('get', '/v1/scores/{score}/accounts/{account}', { params: { path: { score, account }, query: { limit: 12 } } }, { retry: false });
  return (
    <QueryState query={found}>
      {(data) => (
        <Stack gap="sm">
          <Text fw={600}>
            {data.name ?? data.accountId}: {t('probability')} {formatShare(data.probability)}
          </Text>
          <FactTable label={t('reasons')} columns={[t('reason'), t('value'), t('points')]} rows={data.reasons.map((reason) => [reason.label, reason.value, `${reason.points > 0 ? '+' : ''}${formatNumber(reason.points, 1)}`])} />
        </Stack>
      )}
    </QueryState>
  );
}
