import { Anchor, Badge, Box, Button, Chip, Group, Stack, Text, ThemeIcon } from '@mantine/core';
import { IconAlertOctagon, IconArrowsExchange, IconCalendarDue, IconClockPause, IconShieldX, IconUsersMinus, type Icon } from '@tabler/icons-react';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { components } from '@/api/schema';
import { EmptyState } from '@/components/EmptyState';
import { formatAgo, formatCount } from '@/components/format';

export type AttentionItem = components['schemas']['AttentionItem'];
type Kind = AttentionItem['kind'];

const shownAtFirst = 6;
const kinds: Record<Kind, { icon: Icon; color: string }> = {
  invalid: { icon: IconAlertOctagon, color: 'red' },
  conflict: { icon: IconShieldX, color: 'red' },
  stale: { icon: IconClockPause, color: 'grape' },
  tooSmall: { icon: IconUsersMinus, color: 'grape' },
  reviewDue: { icon: IconCalendarDue, color: 'indigo' },
  changed: { icon: IconArrowsExchange, color: 'indigo' },
};

/** Where the remedy of an item is. */
export function remedyOf(item: AttentionItem): string {
  const name = encodeURIComponent(item.name);
  if (item.definition === 'segmentation') {
    return `/profile/segmentations/${name}`;
  }
  if (item.definition !== 'segment') {
    return '/segments';
  }
  return item.kind === 'invalid' || item.kind === 'tooSmall' ? `/segments/${name}/edit` : `/segments/${name}`;
}

/** Definitions that need attention, the most urgent first, each with what to do. */
export function AttentionList({ items }: { items: readonly AttentionItem[] }) {
  const { t } = useTranslation('home');
  const { attention } = useSearch({ strict: false }) as { attention?: string };
  const navigate = useNavigate();
  const [all, setAll] = useState(false);
  if (items.length === 0) {
    return <EmptyState title={t('nothingToDo')}>{t('nothingToDoText')}</EmptyState>;
  }
  const chosen = items.filter((item) => attention === undefined || item.kind === attention);
  const shown = all ? chosen : chosen.slice(0, shownAtFirst);
  const show = (kind: string) => void navigate({ to: '.', search: ((now: Record<string, unknown>) => ({ ...now, attention: kind === '' ? undefined : kind })) as never, replace: true });
  return (
    <Stack gap="sm">
      <Chip.Group value={attention ?? ''} onChange={(value) => show(value as string)}>
        <Group gap={6}>
          <Chip size="xs" value="">
            {t('attentionAll', { count: items.length, replace: { count: formatCount(items.length) } })}
          </Chip>
          {(Object.keys(kinds) as Kind[])
            .filter((kind) => items.some((item) => item.kind === kind))
            .map((kind) => (
              <Chip key={kind} size="xs" value={kind}>
                {t(`kind_${kind}`)} ({formatCount(items.filter((item) => item.kind === kind).length)})
              </Chip>
            ))}
        </Group>
      </Chip.Group>
      <Stack component="ul" gap={0} m={0} p={0} style={{ listStyle: 'none' }}>
        {shown.map((item) => (
          <AttentionRow key={`${item.kind} ${item.definition} ${item.name}`} item={item} />
        ))}
      </Stack>
      {chosen.length > shownAtFirst && (
        <Button variant="subtle" size="xs" onClick={() => setAll(!all)} style={{ alignSelf: 'flex-start' }}>
          {all ? t('showFewer') : t('showAll', { count: chosen.length - shownAtFirst })}
        </Button>
      )}
    </Stack>
  );
}

function AttentionRow({ item }: { item: AttentionItem }) {
  const { t } = useTranslation('home');
  const { icon: Symbol, color } = kinds[item.kind];
  const says = useSentence(item);
  return (
    <Box component="li" py="xs" style={{ borderTop: '1px solid var(--mantine-color-default-border)' }}>
      <Group gap="sm" wrap="nowrap" align="flex-start">
        <ThemeIcon variant="light" color={color} radius="xl" aria-hidden>
          <Symbol size={17} />
        </ThemeIcon>
        <Box style={{ flex: 1, minWidth: 0 }}>
          <Group gap={6}>
            <Anchor component={Link} to={(item.definition === 'segmentation' ? remedyOf(item) : `/segments/${encodeURIComponent(item.name)}`) as never} fw={600} style={{ overflowWrap: 'anywhere' }}>
              {item.title}
            </Anchor>
            <Badge size="sm" variant="light" color={color}>
              {t(`kind_${item.kind}`)}
            </Badge>
          </Group>
          <Text size="sm">{says}</Text>
          {item.owner && (
            <Text size="xs" c="dimmed">
              {t('owner', { owner: item.owner })}
            </Text>
          )}
        </Box>
        <Button component={Link} to={remedyOf(item) as never} size="xs" variant="default" style={{ flex: 'none' }} aria-label={`${t(`act_${item.kind}`)}: ${item.title}`}>
          {t(`act_${item.kind}`)}
        </Button>
      </Group>
    </Box>
  );
}

function useSentence(item: AttentionItem): string {
  const { t } = useTranslation('home');
  const size = formatCount(item.size ?? 0);
  switch (item.kind) {
    case 'invalid':
      return t('says_invalid', { problem: (item.problems ?? []).join(' ') });
    case 'conflict': {
      const conflicts = item.conflicts ?? [];
      const count = Math.max(0, ...conflicts.map((conflict) => conflict.count));
      const suppressions = [...new Set(conflicts.map((conflict) => conflict.suppression))].slice(0, 3).join(', ');
      return t('says_conflict', { count, suppressions, replace: { count: formatCount(count), suppressions } });
    }
    case 'stale':
      return t('says_stale', { sources: (item.sources ?? []).map((source) => (source.lastAt ? t('staleSource', { name: source.name, ago: formatAgo(source.lastAt) }) : source.name)).join(', ') });
    case 'tooSmall':
      return t('says_tooSmall', { size, channels: (item.tooSmallFor ?? []).map((channel) => t(`channel_${channel}`)).join(', ') });
    case 'reviewDue':
      return t('says_reviewDue', { ago: item.since ? formatAgo(item.since) : '' });
    case 'changed': {
      const moves = item.moves;
      const says = moves && moves.byDefinition * 2 >= moves.entered + moves.left ? 'says_changedByDefinition' : 'says_changed';
      return t(says, { entered: formatCount(moves?.entered ?? 0), left: formatCount(moves?.left ?? 0), size });
    }
  }
}
