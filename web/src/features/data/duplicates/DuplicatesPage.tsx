import { Alert, Badge, Box, Button, Group, Kbd, List, NavLink, Paper, Radio, ScrollArea, SegmentedControl, Stack, Table, Text, Title } from '@mantine/core';
import { useHotkeys } from '@mantine/hooks';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { $api, answered, api } from '@/api/client';
import { EmptyState } from '@/components/EmptyState';
import { EntityLink } from '@/components/EntityLink';
import { formatCount, formatShare } from '@/components/format';
import { JobProgress } from '@/components/JobProgress';
import { notifyDone, notifyFailed } from '@/components/notify';
import { PageHeader } from '@/components/PageHeader';
import { QueryState } from '@/components/QueryState';
import { fieldLabel, formatValue } from '@/components/values';
import { compare, pairKey, placeOf, type Decision, type Pair } from './review';

const route = getRouteApi('/shell/data/duplicates');
type Of = 'accounts' | 'contacts';

const shortcuts = [
  ['m', 'keyMerge'],
  ['n', 'keyDistinct'],
  ['u', 'keyUndo'],
  ['j', 'keyNext'],
  ['k', 'keyPrevious'],
] as const;

/** Pairs that may be one, side by side, to be merged or kept apart. */
export function DuplicatesPage() {
  const { t } = useTranslation('data');
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const of = search.of ?? 'accounts';
  const pairs = $api.useQuery('get', '/v1/duplicates', { params: { query: { of, limit: 200 } } }, { staleTime: 0 });
  return (
    <>
      <PageHeader
        title={t('duplicatesTitle')}
        description={t('duplicatesText')}
        actions={
          <SegmentedControl
            aria-label={t('of')}
            value={of}
            data={[
              { value: 'accounts', label: t('accounts') },
              { value: 'contacts', label: t('contacts') },
            ]}
            onChange={(value) => void navigate({ search: { of: value as Of, first: undefined, second: undefined } })}
          />
        }
      />
      <QueryState query={pairs} lines={10}>
        {(data) => (
          <Stack>
            <Look of={of} state={data.state} />
            <Text size="sm" c="dimmed">
              {t('compared', { compared: formatCount(data.compared), total: formatCount(data.total) })}
              {data.skippedGroups > 0 ? ` · ${t('skippedGroups', { count: data.skippedGroups, replace: { count: formatCount(data.skippedGroups) } })}` : ''}
            </Text>
            {data.groups.some((group) => group.members.length > 2) && <Groups groups={data.groups} />}
            {data.state !== 'unknown' && <Review key={of} of={of} pairs={data.candidates} />}
          </Stack>
        )}
      </QueryState>
    </>
  );
}

/** Where there is too much to look at once: a button that starts to look, and how far that is. */
function Look({ of, state }: { of: Of; state: 'current' | 'older' | 'unknown' }) {
  const { t } = useTranslation('data');
  const queries = useQueryClient();
  const [job, setJob] = useState<string>();
  const start = useMutation({
    mutationFn: async () => answered(await api.POST('/v1/duplicates/runs', { params: { query: { of } } })),
    onSuccess: (started) => setJob(started.job),
    onError: (error) => notifyFailed(t('failedToDo', { ns: 'common' }), error),
  });
  if (job !== undefined) {
    return (
      <JobProgress
        job={job}
        onEnd={(ended) => {
          if (ended.state === 'done') {
            setJob(undefined);
          }
          void queries.invalidateQueries({ queryKey: ['get', '/v1/duplicates'] });
        }}
      />
    );
  }
  return state === 'current' ? null : (
    <Alert variant="light" title={state === 'unknown' ? t('neverLooked') : t('lookedBefore')}>
      <Group>
        <Text size="sm">{state === 'unknown' ? t('neverLookedText') : t('lookedBeforeText')}</Text>
        <Button size="xs" loading={start.isPending} onClick={() => start.mutate()}>
          {t('lookNow')}
        </Button>
      </Group>
    </Alert>
  );
}

/** Several that are thought to be one. */
function Groups({ groups }: { groups: readonly { members: readonly Pair['first'][]; weakest: number }[] }) {
  const { t } = useTranslation('data');
  return (
    <List size="sm" aria-label={t('groups')}>
      {groups
        .filter((group) => group.members.length > 2)
        .slice(0, 5)
        .map((group) => (
          <List.Item key={group.members.map((member) => member.id).join('\n')} style={{ overflowWrap: 'anywhere' }}>
            {t('groupOf', { count: group.members.length })}: {group.members.map(nameOf).join(' · ')}
          </List.Item>
        ))}
    </List>
  );
}

function Review({ of, pairs }: { of: Of; pairs: readonly Pair[] }) {
  const { t } = useTranslation('data');
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const [keep, setKeep] = useState<'first' | 'second'>('first');
  const place = placeOf(pairs, search.first, search.second);
  const pair = pairs[place];
  const go = (to: Pair | undefined) => {
    setKeep('first');
    void navigate({ search: { of, first: to?.first.id, second: to?.second.id }, replace: true });
  };
  const decide = useDecisions(of, () => go(pairs[place + 1] ?? pairs[place - 1]));
  const merge = () => pair && decide.merge(pair, keep);
  const distinct = () => pair && decide.distinguish(pair);
  useHotkeys([
    ['m', merge],
    ['n', distinct],
    ['u', decide.undo],
    ['j', () => go(pairs[place + 1] ?? pair)],
    ['k', () => go(pairs[place - 1] ?? pair)],
  ]);
  return (
    <Stack>
      {pair === undefined ? (
        <EmptyState title={t('noDuplicates')}>{t('noDuplicatesText')}</EmptyState>
      ) : (
        <Group align="flex-start" gap="md">
          <PairList pairs={pairs} place={place} onPick={go} />
          <Stack style={{ flex: '1 1 340px', minWidth: 0 }}>
            <SideBySide
              of={of}
              pair={pair}
              keep={keep}
              onKeep={setKeep}
              actions={
                <Group>
                  <Button loading={decide.busy} onClick={merge}>
                    {t('mergeKeeping', { name: nameOf(pair[keep]) })}
                  </Button>
                  <Button variant="default" loading={decide.busy} onClick={distinct}>
                    {t('notDuplicate')}
                  </Button>
                </Group>
              }
            />
          </Stack>
        </Group>
      )}
      <Group>
        <Button variant="subtle" disabled={decide.last === undefined} onClick={decide.undo}>
          {t('undoLast')}
        </Button>
        <Text size="sm" c="dimmed" visibleFrom="sm">
          {shortcuts.map(([key, does], index) => (
            <span key={key}>
              {index > 0 && ' · '}
              <Kbd>{key}</Kbd> {t(does)}
            </span>
          ))}
        </Text>
      </Group>
    </Stack>
  );
}

/** A weight with its sign, one decimal. */
function signed(weight: number): string {
  return `${weight > 0 ? '+' : ''}${weight.toFixed(1)}`;
}

function nameOf(side: Pair['first']): string {
  return side.name ?? side.detail ?? side.id;
}

/** Merges and keeps apart, and takes the last of either back. */
function useDecisions(of: Of, onDecided: () => void) {
  const { t } = useTranslation('data');
  const queries = useQueryClient();
  const [done, setDone] = useState<readonly Decision[]>([]);
  const failed = (error: unknown) => notifyFailed(t('failedToDo', { ns: 'common' }), error);
  // The next is decided, or this taken back, while the list is read anew.
  const refresh = () => void queries.invalidateQueries({ queryKey: ['get', '/v1/duplicates'] });
  const merge = useMutation({
    mutationFn: async ({ pair, keep }: { pair: Pair; keep: 'first' | 'second' }) => {
      const [kept, other] = keep === 'first' ? [pair.first, pair.second] : [pair.second, pair.first];
      const result = answered(await api.POST('/v1/merges', { body: { of, keep: kept.id, other: other.id, dryRun: false } }));
      return { result, pair, text: t('merged', { other: nameOf(other), keep: nameOf(kept) }) };
    },
    onSuccess: ({ result, pair, text }) => {
      setDone((before) => [...before, { kind: 'merge', id: result.merge.id, pair: pairKey(pair) }]);
      notifyDone(text);
      onDecided();
      refresh();
    },
    onError: failed,
  });
  const distinguish = useMutation({
    mutationFn: async (pair: Pair) => {
      await api.POST('/v1/duplicates/distinct', { body: { of, first: pair.first.id, second: pair.second.id } });
      return pair;
    },
    onSuccess: (pair) => {
      setDone((before) => [...before, { kind: 'distinct', first: pair.first.id, second: pair.second.id, of, pair: pairKey(pair) }]);
      notifyDone(t('markedDistinct', { first: nameOf(pair.first), second: nameOf(pair.second) }));
      onDecided();
      refresh();
    },
    onError: failed,
  });
  const undo = useMutation({
    mutationFn: async (last: Decision) => {
      if (last.kind === 'merge') {
        await api.DELETE('/v1/merges/{id}', { params: { path: { id: last.id } } });
      } else {
        await api.DELETE('/v1/duplicates/distinct', { params: { query: { of: last.of, first: last.first, second: last.second } } });
      }
    },
    onSuccess: () => {
      setDone((before) => before.slice(0, -1));
      notifyDone(t('undone'));
      refresh();
    },
    onError: failed,
  });
  const busy = merge.isPending || distinguish.isPending || undo.isPending;
  const last = done.at(-1);
  return {
    busy,
    last,
    merge: (pair: Pair, keep: 'first' | 'second') => !busy && merge.mutate({ pair, keep }),
    distinguish: (pair: Pair) => !busy && distinguish.mutate(pair),
    undo: () => !busy && last && undo.mutate(last),
  };
}

function PairList({ pairs, place, onPick }: { pairs: readonly Pair[]; place: number; onPick: (pair: Pair) => void }) {
  const { t } = useTranslation('data');
  return (
    <ScrollArea.Autosize mah={{ base: 220, md: 620 }} style={{ flex: '1 1 260px' }} maw={{ md: 340 }} viewportProps={{ tabIndex: 0, role: 'region', 'aria-label': t('candidates') }}>
      {pairs.map((pair, index) => (
        <NavLink
          key={pairKey(pair)}
          component="button"
          type="button"
          active={index === place}
          aria-current={index === place ? 'true' : undefined}
          label={`${nameOf(pair.first)} · ${nameOf(pair.second)} · ${formatShare(pair.score, 0)}`}
          onClick={() => onPick(pair)}
        />
      ))}
    </ScrollArea.Autosize>
  );
}

function SideBySide({ of, pair, keep, onKeep, actions }: { of: Of; pair: Pair; keep: 'first' | 'second'; onKeep: (keep: 'first' | 'second') => void; actions: ReactNode }) {
  const { t } = useTranslation('data');
  const query = $api.useQuery('get', '/v1/duplicates/pair', { params: { query: { of, first: pair.first.id, second: pair.second.id } } });
  return (
    <Paper p="md" withBorder component="section" aria-label={`${nameOf(pair.first)} · ${nameOf(pair.second)}`}>
      <Group justify="space-between" mb="xs">
        <Title order={2} size="h4" style={{ overflowWrap: 'anywhere' }}>
          {nameOf(pair.first)} · {nameOf(pair.second)}
        </Title>
        <Badge size="lg" variant="light" tt="none" c="var(--mantine-color-text)">
          {t('score')} {formatShare(pair.score, 0)}
        </Badge>
      </Group>
      <List size="sm" mb="md" aria-label={t('evidence')}>
        {pair.evidence.map((one) => (
          <List.Item key={one.text}>
            <Text span size="sm" fw={600}>
              {one.weight === 0 ? t('speaksNothing') : one.weight > 0 ? t('speaksFor') : t('speaksAgainst')}
            </Text>{' '}
            {one.text} <Text span size="sm" c="dimmed">{t('bits', { bits: signed(one.weight) })}</Text>
          </List.Item>
        ))}
      </List>
      <Radio.Group value={keep} onChange={(value) => onKeep(value as 'first' | 'second')} label={t('keepsWhich')} mb="md">
        <Group mt="xs">
          <Radio value="first" label={t('keepFirst')} />
          <Radio value="second" label={t('keepSecond')} />
        </Group>
      </Radio.Group>
      <Box mb="md">{actions}</Box>
      <QueryState query={query}>
        {(data) => (
          <Table.ScrollContainer minWidth={460} tabIndex={0} role="region" aria-label={t('field')}>
            <Table verticalSpacing={6}>
              <Table.Thead>
                <Table.Tr>
                  <Table.Th scope="col">{t('field')}</Table.Th>
                  {[data.first, data.second].map((side) => (
                    <Table.Th key={side.id} scope="col">
                      <EntityLink of={of} id={side.id} name={side.name} />
                      <Text size="xs" c="dimmed">
                        {of === 'accounts'
                          ? t('hangsOn', { contacts: formatCount(side.contacts), events: formatCount(side.events), rows: formatCount(side.rows) as never })
                          : t('hangsOnContact', { events: formatCount(side.events) })}
                      </Text>
                    </Table.Th>
                  ))}
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {compare(data.first.facts, data.second.facts).map((row) => (
                  <Table.Tr key={row.field} bg={row.differs ? 'var(--mantine-color-yellow-light)' : undefined}>
                    <Table.Th scope="row" fw={500}>
                      {fieldLabel(row.field)}
                    </Table.Th>
                    {[row.first, row.second].map((fact, index) => (
                      <Table.Td key={index} style={{ overflowWrap: 'anywhere' }} title={fact ? `${fact.source} · ${fact.verifiedAt}` : undefined}>
                        {formatValue(fact?.value)}
                      </Table.Td>
                    ))}
                  </Table.Tr>
                ))}
              </Table.Tbody>
            </Table>
          </Table.ScrollContainer>
        )}
      </QueryState>
      {query.data && query.data.first.facts.length === 0 && <Alert variant="light">{t('nothingMatches')}</Alert>}
    </Paper>
  );
}
