import { Spotlight, type SpotlightActionData } from '@mantine/spotlight';
import { IconSearch, IconUsersGroup } from '@tabler/icons-react';
import { useRouter } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { $api } from '@/api/client';
import { useNavigation } from './useNavigation';

/** Leads anywhere by a few letters: pages and segments. Ctrl K opens it. */
export function QuickSearch() {
  const { t } = useTranslation();
  const router = useRouter();
  const groups = useNavigation();
  const [query, setQuery] = useState('');
  const segments = $api.useQuery('get', '/v1/segments', { params: { query: { limit: 1000 } } }, { enabled: query !== '' });
  const go = (to: string) => void router.navigate({ to: to as never });
  const actions: SpotlightActionData[] = [
    ...groups.flatMap(({ items }) => items.map(({ to, label, icon: Symbol }) => ({ id: to, label, leftSection: <Symbol size={18} />, onClick: () => go(to) }))),
    ...(segments.data?.segments ?? []).map((segment) => ({
      id: `segment ${segment.name}`,
      label: segment.title,
      description: segment.name,
      leftSection: <IconUsersGroup size={18} />,
      onClick: () => go(`/segments/${encodeURIComponent(segment.name)}`),
    })),
  ];
  return (
    <Spotlight
      actions={actions}
      query={query}
      onQueryChange={setQuery}
      limit={12}
      scrollable
      shortcut={['mod + K']}
      nothingFound={t('nothingFound')}
      searchProps={{ leftSection: <IconSearch size={18} />, placeholder: t('searchEverything'), 'aria-label': t('searchEverything') }}
    />
  );
}
