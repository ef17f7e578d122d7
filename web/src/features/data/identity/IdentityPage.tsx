import { Button, Group, Paper, Stack, Table, Text, TextInput, Title } from '@mantine/core';
import { getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { $api } from '@/api/client';
import type { components } from '@/api/schema';
import { EmptyState } from '@/components/EmptyState';
import { EntityLink } from '@/components/EntityLink';
import { formatShare } from '@/components/format';
import { PageHeader } from '@/components/PageHeader';
import { QueryState } from '@/components/QueryState';
import { RelativeTime } from '@/components/RelativeTime';
import { RuleSteps } from '../events/LiveEvents';

const route = getRouteApi('/shell/data/identity');

/** Whose an address, an id or a domain is, and by which rule. */
export function IdentityPage() {
  const { t } = useTranslation('data');
  const { any } = route.useSearch();
  const navigate = route.useNavigate();
  const [text, setText] = useState(any ?? '');
  return (
    <>
      <PageHeader title={t('identityTitle')} description={t('identityText')} />
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void navigate({ search: { any: text.trim() === '' ? undefined : text.trim() } });
        }}
      >
        <Group align="flex-end" mb="lg">
          <TextInput label={t('identityLabel')} style={{ flex: '1 1 260px' }} maw={480} value={text} onChange={(event) => setText(event.currentTarget.value)} spellCheck={false} />
          <Button type="submit">{t('look')}</Button>
        </Group>
      </form>
      {any === undefined ? <EmptyState title={t('identityEmpty')}>{t('identityEmptyText')}</EmptyState> : <Answer key={any} any={any} />}
    </>
  );
}

function Answer({ any }: { any: string }) {
  const query = $api.useQuery('get', '/v1/identify', { params: { query: { any } } });
  return <QueryState query={query}>{(found) => <Found found={found} />}</QueryState>;
}

function Found({ found }: { found: components['schemas']['Identification'] }) {
  const { t } = useTranslation('data');
  return (
    <Stack maw={820}>
      <Paper p="md" withBorder component="section" aria-label={t('belongsTo')}>
        <Text c="dimmed" size="sm">
          {t('belongsTo')}
        </Text>
        <Title order={2} size="h3">
          {found.account ? <EntityLink of="accounts" id={found.account.id} name={found.account.name} /> : t('nobody')}
        </Title>
        {found.contact && (
          <Text>
            {t('contact')}: <EntityLink of="contacts" id={found.contact.id} name={found.contact.name} />
          </Text>
        )}
        <Text size="sm" c="dimmed">
          {t('takenFor')}: {found.as}
          {found.account ? ` · ${t('confidence')}: ${formatShare(found.confidence, 0)}` : ''}
        </Text>
      </Paper>
      <RuleSteps steps={found.steps} />
      {found.links.length > 0 && (
        <Table.ScrollContainer minWidth={480} tabIndex={0} role="region" aria-label={t('links')}>
          <Table>
            <Table.Caption style={{ captionSide: 'top', textAlign: 'start' }}>{t('links')}</Table.Caption>
            <Table.Tbody>
              {found.links.map((link) => (
                <Table.Tr key={link.id}>
                  <Table.Td>{link.kind}</Table.Td>
                  <Table.Td style={{ overflowWrap: 'anywhere' }}>{link.key}</Table.Td>
                  <Table.Td>
                    <RelativeTime value={link.at} />
                  </Table.Td>
                  <Table.Td>{link.undoneAt ? t('wasUndone') : t('holdsLink')}</Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      )}
    </Stack>
  );
}
