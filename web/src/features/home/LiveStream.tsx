import { Badge, Box, Button, Group, Select, Stack, Text, VisuallyHidden } from '@mantine/core';
import { IconArrowDownLeft, IconArrowUpRight, IconPlayerPause, IconPlayerPlay } from '@tabler/icons-react';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useEffect, useEffectEvent, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { $api, answered, api } from '@/api/client';
import { useEventStream, type StreamState } from '@/api/useEventStream';
import { AppLink } from '@/components/AppLink';
import { EntityLink } from '@/components/EntityLink';
import { RelativeTime } from '@/components/RelativeTime';
import { readChange, tally, withNewer, type LiveChange } from './liveChanges';
import classes from './LiveStream.module.css';

const events = ['segment.entered', 'segment.left'] as const;
const drawEvery = 400;
const announceEvery = 5000;

/** Who enters and leaves segments, as it happens; `from` is the change to begin with. */
export function LiveStream({ from }: { from: number }) {
  const { t } = useTranslation('home');
  const { segment } = useSearch({ strict: false }) as { segment?: string };
  const navigate = useNavigate();
  const [paused, setPaused] = useState(false);
  const [shown, setShown] = useState<readonly LiveChange[]>([]);
  const [begin, setBegin] = useState(from);
  const arrived = useRef<LiveChange[]>([]);
  const segments = $api.useQuery('get', '/v1/segments', { params: { query: { limit: 1000 } } });
  const url = paused ? null : `/v1/changes?from=${begin}${segment ? `&segment=${encodeURIComponent(segment)}` : ''}`;
  const state = useEventStream(url, events, (_, data) => {
    const change = readChange(data);
    if (change) {
      arrived.current.push(change);
    }
  });

  // Many changes a second are drawn together.
  useEffect(() => {
    const timer = setInterval(() => {
      if (arrived.current.length > 0) {
        const batch = arrived.current.splice(0);
        setShown((now) => withNewer(now, batch));
      }
    }, drawEvery);
    return () => clearInterval(timer);
  }, []);

  const toggle = () => {
    if (paused) {
      setBegin(Math.max(begin, (shown[0]?.offset ?? begin - 1) + 1));
    }
    setPaused(!paused);
  };
  const choose = (name: string | null) => {
    arrived.current = [];
    setShown([]);
    setBegin(from);
    void navigate({ to: '.', search: ((now: Record<string, unknown>) => ({ ...now, segment: name ?? undefined })) as never, replace: true });
  };
  const titles = useMemo(() => new Map((segments.data?.segments ?? []).map((one) => [one.name, one.title])), [segments.data]);
  const names = useNames(shown);
  return (
    <Stack gap="sm">
      <Text size="sm" c="dimmed">
        {t('liveDescription')}
      </Text>
      <Group gap="xs" align="flex-end">
        <Select
          size="xs"
          style={{ flex: '1 1 10rem' }}
          label={t('filterSegment')}
          placeholder={t('everySegment')}
          clearable
          searchable
          data={(segments.data?.segments ?? []).map((one) => ({ value: one.name, label: one.title }))}
          value={segment ?? null}
          onChange={choose}
        />
        <Button size="xs" variant="default" onClick={toggle} leftSection={paused ? <IconPlayerPlay size={15} /> : <IconPlayerPause size={15} />}>
          {paused ? t('resume') : t('pause')}
        </Button>
        <StateBadge state={state} />
      </Group>
      <Announcer shown={shown} names={names} titles={titles} />
      {shown.length === 0 ? (
        <Text size="sm" c="dimmed">
          {t('waiting')}
        </Text>
      ) : (
        <Box component="ul" className={classes.list} aria-label={t('liveList')} tabIndex={0}>
          {shown.map((change) => (
            <ChangeRow key={change.offset} change={change} name={names.get(`${change.of} ${change.id}`)} title={titles.get(change.segment) ?? change.segment} />
          ))}
        </Box>
      )}
    </Stack>
  );
}

function ChangeRow({ change, name, title }: { change: LiveChange; name?: string; title: string }) {
  const { t } = useTranslation('home');
  const entered = change.event === 'entered';
  return (
    <li className={classes.row}>
      <span className={entered ? classes.entered : classes.left} aria-hidden>
        {entered ? <IconArrowDownLeft size={18} /> : <IconArrowUpRight size={18} />}
      </span>
      <Box style={{ minWidth: 0 }}>
        <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
          <EntityLink of={change.of === 'account' ? 'accounts' : 'contacts'} id={change.id} name={name} /> {t(change.event)}{' '}
          <AppLink inherit to={`/segments/${encodeURIComponent(change.segment)}`}>{title}</AppLink>
        </Text>
        <Text size="xs" c="dimmed">
          <RelativeTime value={change.at} /> · {t(`cause_${change.cause.kind}` as 'cause_event')}
        </Text>
      </Box>
    </li>
  );
}

function StateBadge({ state }: { state: StreamState }) {
  const { t } = useTranslation('home');
  const color = { open: 'indigo', connecting: 'gray', lost: 'red', paused: 'gray' }[state];
  return (
    <Badge variant="light" color={color} mb={6}>
      {t(`state_${state}`)}
    </Badge>
  );
}

/** Says politely what came, in one sentence for all of some seconds. */
function Announcer({ shown, names, titles }: { shown: readonly LiveChange[]; names: ReadonlyMap<string, string>; titles: ReadonlyMap<string, string> }) {
  const { t } = useTranslation('home');
  const [said, setSaid] = useState('');
  const last = useRef<number | null>(null);
  const say = useEffectEvent(() => {
    const newest = shown[0];
    if (newest && last.current !== null && newest.offset > last.current) {
      const fresh = shown.filter((change) => change.offset > last.current!);
      const counts = tally(fresh);
      const facts = { name: names.get(`${newest.of} ${newest.id}`) ?? newest.id, verb: t(newest.event), segment: titles.get(newest.segment) ?? newest.segment };
      setSaid(fresh.length === 1 ? t('announce', facts) : t('announceMany', { ...facts, entered: String(counts.entered), left: String(counts.left) }));
    }
    last.current = newest?.offset ?? last.current ?? -1;
  });
  useEffect(() => {
    const timer = setInterval(say, announceEvery);
    return () => clearInterval(timer);
  }, []);
  return (
    <VisuallyHidden role="status" aria-live="polite">
      {said}
    </VisuallyHidden>
  );
}

/** The names of those shown; those that are not known yet are asked for together. */
function useNames(shown: readonly LiveChange[]): ReadonlyMap<string, string> {
  const [known, setKnown] = useState<ReadonlyMap<string, string>>(new Map());
  const missing = (of: LiveChange['of']) => [...new Set(shown.filter((change) => change.of === of && !known.has(`${of} ${change.id}`)).map((change) => change.id))].join('\n');
  const accounts = missing('account');
  const contacts = missing('contact');
  useEffect(() => {
    const left = new AbortController();
    const learn = async (of: LiveChange['of'], ids: string) => {
      const id = ids.split('\n');
      const found =
        of === 'account'
          ? await api.GET('/v1/accounts', { params: { query: { id, fields: 'domain', limit: 100 } }, signal: left.signal })
          : await api.GET('/v1/contacts', { params: { query: { id, fields: 'title', limit: 100 } }, signal: left.signal });
      const names = new Map(answered(found).rows.map((row) => [row.id, row.name ?? row.id]));
      setKnown((now) => new Map([...now, ...id.map((one) => [`${of} ${one}`, names.get(one) ?? one] as const)]));
    };
    for (const [of, ids] of [['account', accounts], ['contact', contacts]] as const) {
      if (ids !== '') {
        // Without names the ids are shown.
        learn(of, ids).catch(() => {});
      }
    }
    return () => left.abort();
  }, [accounts, contacts]);
  return known;
}
