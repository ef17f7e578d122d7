import { Grid } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { $api } from '@/api/client';
import type { components } from '@/api/schema';
import { EntityLink } from '@/components/EntityLink';
import { FactTable } from '@/components/FactTable';
import { formatCount, formatShare } from '@/components/format';
import { QueryState } from '@/components/QueryState';
import { RelativeTime } from '@/components/RelativeTime';
import { authorName } from '@/components/values';
import { Nothing, Part } from './parts';

type Evidence = components['schemas']['IdentityEvidence'];

/** How it is known whose the data is: names, visitors, links, merges, networks, and by what each event was attributed. */
export function IdentityPanel({ of, id }: { of: 'accounts' | 'contacts'; id: string }) {
  const evidence = $api.useQuery('get', of === 'accounts' ? '/v1/accounts/{id}/identity' : '/v1/contacts/{id}/identity', { params: { path: { id } } });
  return (
    <QueryState query={evidence} lines={8}>
      {(data) => <Shown of={of} evidence={data} />}
    </QueryState>
  );
}

function Shown({ of, evidence }: { of: 'accounts' | 'contacts'; evidence: Evidence }) {
  const { t } = useTranslation('accounts');
  return (
    <Grid gutter="lg">
      <Grid.Col span={{ base: 12, lg: 6 }}>
        <List
          title={t('names')}
          columns={[t('kind'), t('value'), t('origin')]}
          rows={evidence.names.map((name) => [name.kind, name.value, name.count == null ? t(`origin_${name.origin}` as 'origin_own') : `${t(`origin_${name.origin}` as 'origin_own')} (${formatCount(name.count)})`])}
        />
      </Grid.Col>
      <Grid.Col span={{ base: 12, lg: 6 }}>
        <List
          title={t('attributions')}
          columns={[t('rule'), t('events'), t('last')]}
          rows={evidence.attributions.map((attribution) => [t(`rule_${attribution.rule}` as 'rule_given'), formatCount(attribution.events), <RelativeTime key="last" value={attribution.lastAt} />])}
        />
      </Grid.Col>
      <Grid.Col span={{ base: 12, lg: 6 }}>
        <List
          title={t('visitors')}
          columns={[t('visitor'), t('contact'), t('events'), t('first'), t('last')]}
          rows={evidence.visitors.map((visitor) => [
            visitor.anonymousId,
            visitor.contact ? <EntityLink key="contact" of="contacts" id={visitor.contact} /> : '',
            formatCount(visitor.events),
            <RelativeTime key="first" value={visitor.firstAt} />,
            <RelativeTime key="last" value={visitor.lastAt} />,
          ])}
        />
      </Grid.Col>
      <Grid.Col span={{ base: 12, lg: 6 }}>
        <List
          title={t('links')}
          columns={[t('kind'), t('key'), t('contact'), t('when'), t('state')]}
          rows={evidence.links.map((link) => [link.kind, link.key, link.contact ? <EntityLink key="contact" of="contacts" id={link.contact} /> : '', <RelativeTime key="at" value={link.at} />, link.undoneAt ? t('undone') : t('holds')])}
        />
      </Grid.Col>
      <Grid.Col span={{ base: 12, lg: 6 }}>
        <List
          title={t('merges')}
          columns={[t('kept'), t('merged'), t('when'), t('author'), t('state')]}
          rows={evidence.merges.map((merge) => [merge.keptId, merge.mergedName ? `${merge.mergedName} (${merge.mergedId})` : merge.mergedId, <RelativeTime key="at" value={merge.at} />, authorName(merge.author), merge.undoneAt ? t('undone') : t('holds')])}
        />
      </Grid.Col>
      {of === 'accounts' && (
        <Grid.Col span={{ base: 12, lg: 6 }}>
          <List
            title={t('networks')}
            columns={[t('range'), t('confidence')]}
            rows={evidence.networks.map((network) => [network.first === network.last ? network.first : `${network.first} – ${network.last}`, formatShare(network.confidence, 0)])}
          />
        </Grid.Col>
      )}
    </Grid>
  );
}

function List({ title, columns, rows }: { title: string; columns: readonly string[]; rows: readonly (readonly ReactNode[])[] }) {
  const { t } = useTranslation('accounts');
  return <Part title={title}>{rows.length === 0 ? <Nothing>{t('noneKnown')}</Nothing> : <FactTable label={title} columns={columns} rows={rows} />}</Part>;
}
