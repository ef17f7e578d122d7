import { SimpleGrid, Stack } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { components } from '@/api/schema';
import { AppLink } from '@/components/AppLink';
import { Figure } from '@/components/Chart';
import { formatAgo, formatCount, formatNumber } from '@/components/format';
import { RelativeTime } from '@/components/RelativeTime';
import { StatTile } from '@/components/StatTile';
import classes from './IngestTiles.module.css';

type Ingest = components['schemas']['IngestHealth'];

/** How the intake of events is doing. */
export function IngestTiles({ ingest, newestEventAt }: { ingest: Ingest; newestEventAt?: string | null }) {
  const { t } = useTranslation('home');
  const hour = ingest.perMinute.reduce((sum, minute) => sum + minute, 0);
  const milliseconds = (value: number) => t('milliseconds', { count: value, replace: { count: formatNumber(value, value < 10 ? 1 : 0) } });
  const lastMinute = ingest.perMinute.at(-2) ?? 0;
  return (
    <Stack gap="md">
      <SimpleGrid cols={2} spacing="sm">
        <StatTile label={t('perMinute')} value={formatCount(lastMinute)} detail={t('perMinuteDetail', { count: hour, replace: { count: formatCount(hour) } })} />
        <StatTile label={t('visible')} value={ingest.applied === 0 ? '–' : milliseconds(ingest.visibleP99)} detail={ingest.applied === 0 ? t('noneYet') : t('visibleDetail', { p50: milliseconds(ingest.visibleP50) })} />
        <StatTile label={t('lastEvent')} value={ingest.lastAt ? <RelativeTime value={ingest.lastAt} /> : '–'} detail={newestEventAt ? t('lastEventDetail', { ago: formatAgo(newestEventAt) }) : undefined} />
        <StatTile label={t('lag')} value={t('bytes', { count: ingest.lagBytes, replace: { count: formatCount(ingest.lagBytes) } })} detail={t('lagDetail')} />
        <StatTile
          label={t('deadLetters')}
          value={<AppLink inherit to="/data/events">{formatCount(ingest.deadLetters)}</AppLink>}
          detail={t('deadLettersDetail', { count: ingest.refused, replace: { count: formatCount(ingest.refused) } })}
        />
        <StatTile
          label={t('dropped')}
          value={formatCount(ingest.droppedBots + ingest.droppedPrivacy)}
          detail={t('droppedDetail', { bots: formatCount(ingest.droppedBots), privacy: formatCount(ingest.droppedPrivacy) })}
        />
      </SimpleGrid>
      {hour > 0 && <Rates perMinute={ingest.perMinute} />}
    </Stack>
  );
}

function Rates({ perMinute }: { perMinute: readonly number[] }) {
  const { t } = useTranslation('home');
  const most = Math.max(1, ...perMinute);
  return (
    <Figure
      title={t('ratesTitle')}
      summary={t('ratesSummary', { most: formatCount(most) })}
      table={{ columns: [t('minuteAgo'), t('messages')], rows: perMinute.map((messages, at) => [perMinute.length - 1 - at, messages] as const).toReversed() }}
    >
      <div className={classes.rates} role="img" aria-label={t('ratesTitle')}>
        {perMinute.map((messages, at) => (
          <span key={at} title={`${perMinute.length - 1 - at} min: ${formatCount(messages)}`} style={{ height: `${(messages / most) * 100}%` }} />
        ))}
      </div>
      <div className={classes.ends} aria-hidden>
        <span>{t('anHourAgo')}</span>
        <span>{t('now')}</span>
      </div>
    </Figure>
  );
}
