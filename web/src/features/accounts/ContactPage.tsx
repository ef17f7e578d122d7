import { useParams } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { $api } from '@/api/client';
import { EntityLink } from '@/components/EntityLink';
import { QueryState } from '@/components/QueryState';
import { formatValue } from '@/components/values';
import { EntityFrame, type EntityDetail } from './EntityFrame';
import { FieldsPanel } from './FieldsPanel';
import { IdentityPanel } from './IdentityPanel';
import { SegmentsPanel } from './SegmentsPanel';
import { TimelinePanel } from './TimelinePanel';
import { WhyNow } from './WhyNow';

const facts = ['title', 'seniority', 'department', 'email'] as const;

/** A contact: what is known of them, what they did, and where they stand with segments. */
export function ContactPage() {
  const { id } = useParams({ strict: false }) as { id: string };
  const contact = $api.useQuery('get', '/v1/contacts/{contact}', { params: { path: { contact: id }, query: { events: 0 } } });
  return (
    <QueryState query={contact} lines={12}>
      {(data) => <Contact key={data.id} contact={data} />}
    </QueryState>
  );
}

function Contact({ contact }: { contact: EntityDetail }) {
  const { t } = useTranslation('accounts');
  const known = facts.map((field) => formatValue(contact.fields.find((fact) => fact.field === field)?.value)).filter((value) => value !== '');
  const account = $api.useQuery('get', '/v1/accounts', { params: { query: { id: [contact.account ?? ''], fields: 'domain', limit: 1 } } }, { enabled: Boolean(contact.account) });
  return (
    <EntityFrame
      of="contacts"
      entity={contact}
      description={
        <>
          {known.join(' · ')}
          {contact.account && (
            <>
              {known.length > 0 && ' · '}
              <EntityLink inText of="accounts" id={contact.account} name={account.data?.rows[0]?.name} />
            </>
          )}
        </>
      }
      top={<WhyNow of="contacts" id={contact.id} />}
      tabs={[
        { value: 'overview', label: t('tab_overview'), content: <FieldsPanel of="contacts" id={contact.id} facts={contact.fields} /> },
        { value: 'timeline', label: t('tab_timeline'), content: <TimelinePanel of="contacts" id={contact.id} /> },
        { value: 'segments', label: t('tab_segments'), content: <SegmentsPanel of="contacts" id={contact.id} /> },
        { value: 'identity', label: t('tab_identity'), content: <IdentityPanel of="contacts" id={contact.id} /> },
      ]}
    />
  );
}
