import { Button, Code, Grid, Group, Paper, SimpleGrid, Stack, Title } from '@mantine/core';
import { IconDatabaseImport, IconPlus } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { $api } from '@/api/client';
import type { components } from '@/api/schema';
import { AppLink } from '@/components/AppLink';
import { EmptyState } from '@/components/EmptyState';
import { formatCount } from '@/components/format';
import { PageHeader } from '@/components/PageHeader';
import { QueryState } from '@/components/QueryState';
import { StatTile } from '@/components/StatTile';
import { AttentionList } from './AttentionList';
import { IngestTiles } from './IngestTiles';
import { LiveStream } from './LiveStream';
import { MarketFunnel } from './MarketFunnel';
import { MovedSegments } from './MovedSegments';

type Home = components['schemas']['HomeView'];

/** The first page: what needs attention, what moves, how the intake is doing, and the market in layers. */
export function HomePage() {
  const { t } = useTranslation('home');
  const home = $api.useQuery('get', '/v1/home', {}, { refetchInterval: 10_000 });
  return (
    <>
      <PageHeader title={t('title')} description={t('description')} />
      <QueryState query={home} lines={12}>
        {(data) => (data.overview.accounts === 0 ? <FirstRun /> : <Overview home={data} />)}
      </QueryState>
    </>
  );
}

function Overview({ home }: { home: Home }) {
  const { t } = useTranslation('home');
  const { overview } = home;
  return (
    <Stack gap="lg">
      <SimpleGrid cols={{ base: 2, xs: 3 }} spacing="sm">
        <StatTile label={t('accounts')} value={<AppLink inherit to="/accounts">{formatCount(overview.accounts)}</AppLink>} />
        <StatTile label={t('contacts')} value={<AppLink inherit to="/contacts">{formatCount(overview.contacts)}</AppLink>} />
        <StatTile label={t('segments')} value={<AppLink inherit to="/segments">{formatCount(overview.segments)}</AppLink>} />
      </SimpleGrid>
      <Grid gutter="lg">
        <Grid.Col span={{ base: 12, lg: 7 }}>
          <Stack gap="lg">
            {overview.segments === 0 ? <FirstSegment /> : <Section title={t('attention')}><AttentionList items={overview.attention} /></Section>}
            <Paper p="md" component="section" aria-label={t('funnel')}>
              <MarketFunnel funnel={overview.funnel} />
            </Paper>
            <Section title={t('moved')}>
              <MovedSegments moved={overview.moved} />
            </Section>
          </Stack>
        </Grid.Col>
        <Grid.Col span={{ base: 12, lg: 5 }}>
          <Stack gap="lg">
            <Section title={t('live')}>
              <LiveStream from={Math.max(0, home.changesEnd - 20)} />
            </Section>
            <Section title={t('ingest')}>
              <IngestTiles ingest={home.ingest} newestEventAt={overview.newestEventAt} />
            </Section>
          </Stack>
        </Grid.Col>
      </Grid>
    </Stack>
  );
}

function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <Paper p="md" component="section" aria-label={title}>
      <Title order={2} mb="sm">
        {title}
      </Title>
      {children}
    </Paper>
  );
}

function FirstRun() {
  const { t } = useTranslation('home');
  return (
    <Paper p="xl">
      <EmptyState
        icon={IconDatabaseImport}
        title={t('firstRun')}
        action={
          <Group justify="center" mt="sm">
            <Button component={Link} to={'/data/import' as never} leftSection={<IconDatabaseImport size={18} />}>
              {t('firstImport')}
            </Button>
          </Group>
        }
      >
        {t('firstRunText')}
        <Code block mt="sm">
          {t('demoCommand')}
        </Code>
      </EmptyState>
    </Paper>
  );
}

function FirstSegment() {
  const { t } = useTranslation('home');
  return (
    <Paper p="md">
      <EmptyState
        title={t('firstSegment')}
        action={
          <Button component={Link} to={'/segments/new' as never} leftSection={<IconPlus size={18} />}>
            {t('firstSegment')}
          </Button>
        }
      >
        {t('firstSegmentText')}
      </EmptyState>
    </Paper>
  );
}
