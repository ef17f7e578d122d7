import { Badge, Button, Modal, Tooltip } from '@mantine/core';
import { IconHistory } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { $api } from '@/api/client';
import type { components } from '@/api/schema';
import { FactTable } from '@/components/FactTable';
import { formatInstant } from '@/components/format';
import { QueryState } from '@/components/QueryState';
import { RelativeTime } from '@/components/RelativeTime';
import { fieldLabel, formatValue } from '@/components/values';
import { Nothing, Part } from './parts';

type Fact = components['schemas']['KnownFact'];

/** What is known of an account or contact: each value with who said it, how old it is, and what was said before. */
export function FieldsPanel({ of, id, facts }: { of: 'accounts' | 'contacts'; id: string; facts: readonly Fact[] }) {
  const { t } = useTranslation('accounts');
  const [asked, setAsked] = useState<Fact | null>(null);
  return (
    <Part title={t('firmographics')}>
      {facts.length === 0 ? (
        <Nothing>{t('noneKnown')}</Nothing>
      ) : (
        <FactTable
          label={t('firmographics')}
          columns={[t('field'), t('value'), t('source'), t('age')]}
          rows={facts.map((fact) => [
            fieldLabel(fact.field),
            <>
              {formatValue(fact.value, fact.type)}
              {fact.timesSaid > 1 && (
                <Button variant="subtle" size="compact-xs" ml={6} leftSection={<IconHistory size={13} />} onClick={() => setAsked(fact)} aria-label={`${t('history')}: ${fieldLabel(fact.field)}`}>
                  {t('history')}
                </Button>
              )}
            </>,
            fact.source,
            <>
              <RelativeTime value={fact.verifiedAt} />
              {fact.isStale && (
                <Tooltip label={t('staleHint')}>
                  <Badge ml={6} size="sm" variant="light" color="grape" tabIndex={0}>
                    {t('stale')}
                  </Badge>
                </Tooltip>
              )}
            </>,
          ])}
        />
      )}
      <Modal opened={asked !== null} onClose={() => setAsked(null)} title={asked ? t('historyOf', { field: fieldLabel(asked.field) }) : ''} size="lg">
        {asked && <History of={of} id={id} fact={asked} />}
      </Modal>
    </Part>
  );
}

function History({ of, id, fact }: { of: 'accounts' | 'contacts'; id: string; fact: Fact }) {
  const { t } = useTranslation('accounts');
  const path = of === 'accounts' ? '/v1/accounts/{id}/fields/{field}' : '/v1/contacts/{id}/fields/{field}';
  const history = $api.useQuery('get', path, { params: { path: { id, field: fact.field } } });
  return (
    <QueryState query={history}>
      {(data) => (
        <FactTable
          label={t('history')}
          columns={[t('value'), t('source'), t('saidAt')]}
          rows={data.values.map((said) => [said.value == null ? t('noValue') : formatValue(said.value, fact.type), said.source, formatInstant(said.at)])}
        />
      )}
    </QueryState>
  );
}
