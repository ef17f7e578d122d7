import { Tabs } from '@mantine/core';
import { getRouteApi } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { PageHeader } from '@/components/PageHeader';
import { DeadLetters } from './DeadLetters';
import { LiveEvents } from './LiveEvents';
import { SendEvents } from './SendEvents';

const route = getRouteApi('/shell/data/events');
const tabs = ['live', 'refused', 'send'] as const;

/** Messages as they come in, those that could not be taken, and how to send some. */
export function EventsPage() {
  const { t } = useTranslation('data');
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const labels = { live: t('live'), refused: t('notTaken'), send: t('send') };
  const tab = search.tab ?? 'live';
  return (
    <>
      <PageHeader title={t('eventsTitle')} description={t('eventsText')} />
      <Tabs value={tab} keepMounted={false} onChange={(value) => void navigate({ search: { ...search, tab: tabs.find((one) => one === value) } })}>
        <Tabs.List mb="md">
          {tabs.map((one) => (
            <Tabs.Tab key={one} value={one}>
              {labels[one]}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Tabs.Panel value="live">
          <LiveEvents find={search.find} outcome={search.outcome} onFilter={(filter) => void navigate({ search: { ...search, ...filter }, replace: true })} />
        </Tabs.Panel>
        <Tabs.Panel value="refused">
          <DeadLetters />
        </Tabs.Panel>
        <Tabs.Panel value="send">
          <SendEvents />
        </Tabs.Panel>
      </Tabs>
    </>
  );
}
