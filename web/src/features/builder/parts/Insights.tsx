import { Alert, Badge, Button, Group, MultiSelect, Paper, SimpleGrid, Stack, Tabs, Text } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData } from '@tanstack/react-query';
import { memo, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { $api } from '@/api/client';
import { EmptyState } from '@/components/EmptyState';
import { formatCount } from '@/components/format';
import { QueryState } from '@/components/QueryState';
import { MemberCellsTable } from '@/features/segments/parts/MemberCellsTable';
import { NearMissList } from '@/features/segments/parts/NearMissList';
import { OverlapChart } from '@/features/segments/parts/OverlapChart';
import type { DraftInput } from '../model/draft';
import type { Of } from '../model/scope';

const tabs = ['members', 'compare', 'advice', 'nearMisses', 'overlap'] as const;
export type InsightTab = (typeof tabs)[number];

/** How long nobody types before what follows the count is asked for, in milliseconds. */
const pause = 300;

/** Takes a suggested change over. */
type ApplyChange = (where: string, exclude: string | null) => void;

interface PanelProps {
  definition: DraftInput;
  of: Of;
}

/** What else there is to know of a definition before it is saved. It speaks of what was counted last: of what is wrong nothing is asked. */
export const Insights = memo(function Insights({
  definition,
  saved,
  tab,
  onTab,
  onApply,
}: {
  /** What was counted; nothing where what is written is not whole. */
  definition: DraftInput | undefined;
  saved: string | undefined;
  tab: InsightTab;
  onTab: (tab: InsightTab) => void;
  onApply: ApplyChange;
}) {
  const { t } = useTranslation('builder');
  const shown = tabs.filter((name) => name !== 'compare' || saved !== undefined);
  const current = shown.includes(tab) ? tab : 'members';
  return (
    <Paper p="md" component="section" aria-label={t('insights')}>
      <Tabs value={current} onChange={(next) => onTab((next ?? 'members') as InsightTab)} keepMounted={false}>
        <Tabs.List>
          {shown.map((name) => (
            <Tabs.Tab key={name} value={name}>
              {t(`tabs.${name}`)}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        {definition ? (
          <Panels definition={definition} saved={saved} onApply={onApply} />
        ) : (
          <Tabs.Panel value={current}>
            <EmptyState title={t('nothingToShow')}>{t('nothingToShowText')}</EmptyState>
          </Tabs.Panel>
        )}
      </Tabs>
    </Paper>
  );
});

/** The panels wait until nobody has typed for a moment: the count comes first. */
function Panels({ definition, saved, onApply }: { definition: DraftInput; saved: string | undefined; onApply: ApplyChange }) {
  const key = JSON.stringify(definition);
  const [settled] = useDebouncedValue(key, pause);
  const asked = useMemo(() => JSON.parse(settled) as DraftInput, [settled]);
  const panel = { definition: asked, of: asked.of as Of };
  return (
    <>
      <Tabs.Panel value="members" pt="md">
        <MembersPanel {...panel} />
      </Tabs.Panel>
      <Tabs.Panel value="compare" pt="md">
        {saved !== undefined && <ComparePanel {...panel} saved={saved} />}
      </Tabs.Panel>
      <Tabs.Panel value="advice" pt="md">
        <AdvicePanel {...panel} onApply={onApply} />
      </Tabs.Panel>
      <Tabs.Panel value="nearMisses" pt="md">
        <NearMissPanel {...panel} />
      </Tabs.Panel>
      <Tabs.Panel value="overlap" pt="md">
        <OverlapPanel {...panel} saved={saved} />
      </Tabs.Panel>
    </>
  );
}

function MembersPanel({ definition, of }: PanelProps) {
  const { t } = useTranslation('builder');
  const query = $api.useQuery('post', '/v1/definitions/members', { body: { definition, limit: 50 } }, { placeholderData: keepPreviousData });
  return (
    <QueryState query={query}>
      {(page) =>
        page.rows.length === 0 ? (
          <EmptyState title={t('nobody')}>{t('nobodyText')}</EmptyState>
        ) : (
          <>
            <Text size="sm" c="dimmed" mb="xs">
              {t('firstMembers', { shown: formatCount(page.rows.length), count: Number(page.total), replace: { count: formatCount(Number(page.total)) } })}
            </Text>
            <MemberCellsTable of={of} columns={page.columns} rows={page.rows} label={t('tabs.members')} />
          </>
        )
      }
    </QueryState>
  );
}

function ComparePanel({ definition, of, saved }: PanelProps & { saved: string }) {
  const { t } = useTranslation('builder');
  const query = $api.useQuery('post', '/v1/definitions/compare', { body: { definition, segment: saved, limit: 20 } }, { placeholderData: keepPreviousData });
  return (
    <QueryState query={query}>
      {(moves) => (
        <Stack>
          <Text>{t('compared', { version: String(moves.version), before: formatCount(Number(moves.before)), after: formatCount(Number(moves.after)) })}</Text>
          <SimpleGrid cols={{ base: 1, md: 2 }}>
            {(['entering', 'leaving'] as const).map((which) => (
              <section key={which} aria-label={t(which)}>
                <Group gap={6} mb={4}>
                  <Text fw={600}>{t(which)}</Text>
                  <Badge variant="light" color={which === 'entering' ? 'green' : 'red'} data-testid={which}>
                    {formatCount(Number(moves[which].count))}
                  </Badge>
                </Group>
                {moves[which].rows.length > 0 && <MemberCellsTable of={of} columns={moves.columns} rows={moves[which].rows} label={t(which)} />}
              </section>
            ))}
          </SimpleGrid>
        </Stack>
      )}
    </QueryState>
  );
}

function AdvicePanel({ definition, onApply }: PanelProps & { onApply: ApplyChange }) {
  const { t } = useTranslation('builder');
  const [channel, setChannel] = useState<'sales' | 'email' | 'display'>();
  const query = $api.useQuery('post', '/v1/definitions/advice', { body: { definition, channel: channel ?? null } }, { placeholderData: keepPreviousData });
  return (
    <QueryState query={query}>
      {(advice) => (
        <Stack>
          <Group>
            {advice.channels.map((one) => (
              <Button
                key={one.channel}
                size="compact-sm"
                variant={channel === one.channel ? 'filled' : 'default'}
                color={one.isEnough ? undefined : 'yellow'}
                aria-pressed={channel === one.channel}
                onClick={() => setChannel(channel === one.channel ? undefined : (one.channel as 'sales'))}
              >
                {t(one.isEnough ? 'enoughFor' : 'notEnoughFor', { channel: t(`channels.${one.channel as 'sales'}`), minimum: formatCount(Number(one.minimum)) })}
              </Button>
            ))}
          </Group>
          {advice.isReached ? (
            <Alert color="green">{t('largeEnough')}</Alert>
          ) : (
            <>
              <Text size="sm">{t('target', { target: advice.target ?? '' })}</Text>
              {advice.suggestions.length === 0 && <Text c="dimmed">{t('noSuggestion')}</Text>}
              {advice.suggestions.map((one) => (
                <Group key={one.where + (one.exclude ?? '')} justify="space-between" wrap="nowrap" align="flex-start">
                  <div style={{ minWidth: 0 }}>
                    <Text size="sm" ff="monospace" td="line-through" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
                      {one.clause}
                    </Text>
                    <Text size="sm" ff="monospace" style={{ overflowWrap: 'anywhere' }}>
                      {one.changed ?? t('dropped')}
                    </Text>
                  </div>
                  <Group gap="xs" wrap="nowrap">
                    <Badge variant="light" color={one.reaches ? 'green' : 'gray'}>
                      {formatCount(Number(one.size))}
                    </Badge>
                    <Button size="compact-sm" variant="default" onClick={() => onApply(one.where, one.exclude ?? null)}>
                      {t('applyChange')}
                    </Button>
                  </Group>
                </Group>
              ))}
            </>
          )}
        </Stack>
      )}
    </QueryState>
  );
}

function NearMissPanel({ definition, of }: PanelProps) {
  const query = $api.useQuery('post', '/v1/definitions/near-misses', { body: { definition, limit: 10 } }, { placeholderData: keepPreviousData });
  return <QueryState query={query}>{(page) => <NearMissList page={page} of={of} />}</QueryState>;
}

function OverlapPanel({ definition, of, saved }: PanelProps & { saved: string | undefined }) {
  const { t } = useTranslation('builder');
  const list = $api.useQuery('get', '/v1/segments', { params: { query: { limit: 1000 } } });
  const others = (list.data?.segments ?? []).filter((one) => one.of === of && one.isValid && one.name !== saved);
  const [picked, setPicked] = useState<string[]>();
  const chosen = picked ?? others.slice(0, 4).map((one) => one.name);
  const titles = useMemo(() => new Map((list.data?.segments ?? []).map((one) => [one.name, one.title])), [list.data]);
  const label = t('thisDefinition');
  const query = $api.useQuery(
    'post',
    '/v1/definitions/overlap',
    { body: { definition, segments: chosen, label } },
    { enabled: chosen.length > 0, placeholderData: keepPreviousData },
  );
  return (
    <Stack>
      <MultiSelect label={t('overlapWith')} data={others.map((one) => ({ value: one.name, label: one.title }))} value={chosen} onChange={setPicked} maxValues={8} searchable clearable />
      {chosen.length === 0 ? <EmptyState title={t('chooseSegments')} /> : <QueryState query={query}>{(overlap) => <OverlapChart overlap={overlap} titles={titles} />}</QueryState>}
    </Stack>
  );
}
