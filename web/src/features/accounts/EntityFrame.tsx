import { Button, CopyButton, Stack, Tabs } from '@mantine/core';
import { IconCheck, IconCopy, IconHelpCircle } from '@tabler/icons-react';
import { useNavigate, useSearch } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { components } from '@/api/schema';
import { PageHeader } from '@/components/PageHeader';
import { ExplainDrawer } from './ExplainDrawer';
import type { PageSearch } from './search';

export type EntityDetail = components['schemas']['EntityDetail'];

/** A part of the page, shown when it is chosen. */
interface Tab {
  value: string;
  label: string;
  content: ReactNode;
}

/** Changes what the address says of the page. */
export function usePageSearch(): [PageSearch, (next: PageSearch) => void] {
  const search = useSearch({ strict: false }) as PageSearch;
  const navigate = useNavigate();
  return [
    search,
    (next) =>
      void navigate({
        to: '.',
        search: ((now: PageSearch) => Object.fromEntries(Object.entries({ ...now, ...next }).filter(([, value]) => value))) as never,
        replace: true,
        resetScroll: false,
      }),
  ];
}

/** What an account's and a contact's page share: the head, the tabs, the explanation beside it. */
export function EntityFrame({ of, entity, description, top, tabs }: { of: 'accounts' | 'contacts'; entity: EntityDetail; description: ReactNode; top: ReactNode; tabs: readonly Tab[] }) {
  const { t } = useTranslation('accounts');
  const [search, change] = usePageSearch();
  const tab = tabs.some((one) => one.value === search.tab) ? search.tab! : tabs[0]!.value;
  return (
    <Stack gap="lg">
      <PageHeader
        title={entity.name ?? t('unnamed')}
        description={description}
        actions={
          <>
            <CopyButton value={entity.id}>
              {({ copied, copy }) => (
                <Button variant="default" size="xs" onClick={copy} leftSection={copied ? <IconCheck size={15} /> : <IconCopy size={15} />} aria-label={t('copyId', { id: entity.id })}>
                  {entity.id}
                </Button>
              )}
            </CopyButton>
            <Button size="xs" onClick={() => change({ explain: '*' })} leftSection={<IconHelpCircle size={16} />}>
              {t('explainSegment')}
            </Button>
          </>
        }
      />
      {top}
      <Tabs value={tab} onChange={(value) => change({ tab: value ?? undefined })} keepMounted={false}>
        <Tabs.List aria-label={t('tabs')} mb="md">
          {tabs.map((one) => (
            <Tabs.Tab key={one.value} value={one.value}>
              {one.label}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        {tabs.map((one) => (
          <Tabs.Panel key={one.value} value={one.value}>
            {one.content}
          </Tabs.Panel>
        ))}
      </Tabs>
      <ExplainDrawer of={of} id={entity.id} segment={search.explain} onChange={(explain) => change({ explain })} />
    </Stack>
  );
}
