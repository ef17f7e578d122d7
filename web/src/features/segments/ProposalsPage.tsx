import { Alert, Badge, Button, Group, Paper, Stack, Text, TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { $api } from '@/api/client';
import type { components } from '@/api/schema';
import { AppLink } from '@/components/AppLink';
import { EmptyState } from '@/components/EmptyState';
import { formatCount } from '@/components/format';
import { notifyDone, notifyFailed } from '@/components/notify';
import { PageHeader } from '@/components/PageHeader';
import { QueryState } from '@/components/QueryState';
import { RelativeTime } from '@/components/RelativeTime';
import { nameOnly } from './parts/cells';
import { LineDiff } from './parts/LineDiff';

type Proposal = components['schemas']['ProposalItem'];

/** Changes of segments and segmentations that wait for somebody else to approve them. */
export function ProposalsPage() {
  const { t } = useTranslation('segments');
  const query = $api.useQuery('get', '/v1/proposals', {});
  return (
    <>
      <PageHeader title={t('proposals')} description={t('proposalsText')} />
      <QueryState query={query}>
        {(page) => (
          <Stack>
            {!page.needsApproval && <Alert>{t('approvalOff')}</Alert>}
            {page.proposals.length === 0 ? <EmptyState title={t('noProposals')} /> : page.proposals.map((one) => <ProposalCard key={one.id} proposal={one} />)}
          </Stack>
        )}
      </QueryState>
    </>
  );
}

function ProposalCard({ proposal }: { proposal: Proposal }) {
  const { t } = useTranslation('segments');
  const queries = useQueryClient();
  const [comment, setComment] = useState('');
  const settled = (text: string) => ({
    onSuccess: () => {
      notifyDone(text);
      void queries.invalidateQueries();
    },
    onError: (error: unknown) => notifyFailed(t('notDone'), error),
  });
  const approve = $api.useMutation('post', '/v1/proposals/{proposal}/approve', settled(t('approved')));
  const reject = $api.useMutation('post', '/v1/proposals/{proposal}/reject', settled(t('rejected')));
  const decision = { params: { path: { proposal: Number(proposal.id) } }, body: { comment: comment || null } } as never;
  const kind = proposal.kind === 'set' ? 'proposesSet' : !proposal.definition ? 'proposesRemoval' : proposal.standing ? 'proposesChange' : proposal.kind === 'segmentation' ? 'proposesNewSegmentation' : 'proposesNew';
  return (
    <Paper p="md" component="article" aria-label={t(kind, { segment: proposal.segment })}>
      <Group justify="space-between" align="flex-start">
        <div>
          <Text fw={600}>
            {proposal.standing && proposal.kind !== 'set' ? (
              <AppLink to={proposal.kind === 'segmentation' ? '/profile/segmentations/$name' : '/segments/$name'} params={{ name: proposal.segment }}>
                {t(kind, { segment: proposal.segment })}
              </AppLink>
            ) : (
              t(kind, { segment: proposal.segment })
            )}
          </Text>
          <Text size="sm" c="dimmed" component="div">
            {t('by', { author: nameOnly(proposal.author) })}, <RelativeTime value={proposal.at} />
          </Text>
          <Text size="sm">{proposal.reason ?? t('noReason')}</Text>
        </div>
        {proposal.delta && (
          <Badge variant="light" tt="none" size="lg">
            {t('effect', { size: formatCount(Number(proposal.delta.size)), entered: formatCount(Number(proposal.delta.entered)), left: formatCount(Number(proposal.delta.left)) })}
          </Badge>
        )}
      </Group>
      <LineDiff label={t(kind, { segment: proposal.segment })} before={proposal.standing ?? ''} after={proposal.definition ?? ''} />
      {proposal.isOutdated && (
        <Alert color="yellow" mt="xs">
          {t('outdated')}
        </Alert>
      )}
      <Group mt="sm" align="flex-end">
        <TextInput style={{ flex: '1 1 14rem' }} label={t('comment')} value={comment} onChange={(event) => setComment(event.currentTarget.value)} />
        <Button variant="default" onClick={() => reject.mutate(decision)}>
          {t('reject')}
        </Button>
        <Button disabled={proposal.isOutdated} onClick={() => approve.mutate(decision)}>
          {t('approve')}
        </Button>
      </Group>
    </Paper>
  );
}
