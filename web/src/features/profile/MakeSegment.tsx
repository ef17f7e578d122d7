import { Button, Code, Group, Modal, Stack, Text, TextInput } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconUsersGroup } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiError } from '@/api/ApiError';
import { send } from '@/api/client';
import { ErrorState } from '@/components/ErrorState';
import { notifyDone } from '@/components/notify';

/** A segment to be made of what a page found. */
export interface SegmentProposal {
  name: string;
  title: string;
  where: string;
  exclude?: string | undefined;
  description?: string | undefined;
  reason: string;
}

const namePattern = /^[A-Za-z][A-Za-z0-9_-]*$/;

/** A button that asks for a name and stores a definition as a segment; then it leads to it. */
export function MakeSegment({ proposal, disabled = false }: { proposal: SegmentProposal; disabled?: boolean }) {
  const { t } = useTranslation('profile');
  const [opened, { open, close }] = useDisclosure(false);
  return (
    <>
      <Button leftSection={<IconUsersGroup size={18} aria-hidden />} onClick={open} disabled={disabled}>
        {t('makeSegment')}
      </Button>
      <Modal opened={opened} onClose={close} title={t('makeSegment')} size="lg">
        {opened && <SegmentForm proposal={proposal} onDone={close} />}
      </Modal>
    </>
  );
}

function SegmentForm({ proposal, onDone }: { proposal: SegmentProposal; onDone: () => void }) {
  const { t } = useTranslation('profile');
  const navigate = useNavigate();
  const queries = useQueryClient();
  const [name, setName] = useState(proposal.name);
  const [title, setTitle] = useState(proposal.title);
  const [reason, setReason] = useState(proposal.reason);
  const save = useMutation({
    mutationFn: () => saveSegment({ ...proposal, name, title, reason }),
    onSuccess: async (saved) => {
      notifyDone(t(saved.proposal ? 'segmentProposed' : 'segmentSaved', { name }));
      await queries.invalidateQueries();
      onDone();
      await navigate({ to: `/segments/${name}` as never });
    },
  });
  const isWrong = name !== '' && !namePattern.test(name);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate();
      }}
    >
      <Stack>
        <TextInput label={t('segmentName')} description={t('segmentNameHint')} value={name} onChange={(event) => setName(event.currentTarget.value)} error={isWrong ? t('segmentNameWrong') : undefined} required data-autofocus />
        <TextInput label={t('segmentTitle')} value={title} onChange={(event) => setTitle(event.currentTarget.value)} />
        <TextInput label={t('segmentReason')} description={t('segmentReasonHint')} value={reason} onChange={(event) => setReason(event.currentTarget.value)} />
        <Definition label={t('segmentWhere')} text={proposal.where} />
        {proposal.exclude && <Definition label={t('segmentExclude')} text={proposal.exclude} />}
        {save.isError && <ErrorState error={save.error} title={t('segmentFailed')} />}
        <Group justify="flex-end">
          <Button type="submit" loading={save.isPending} disabled={!namePattern.test(name)}>
            {t('segmentSave')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

/** A definition with its heading; long ones wrap. */
export function Definition({ label, text }: { label: string; text: string }) {
  return (
    <div>
      <Text size="sm" fw={600} mb={4}>
        {label}
      </Text>
      <Code block style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>
        {text}
      </Code>
    </div>
  );
}

/** Stores the segment: a new one, or a new version of the one of that name. */
async function saveSegment(segment: SegmentProposal): Promise<{ proposal?: unknown }> {
  const path = `/v1/segments/${encodeURIComponent(segment.name)}`;
  const standing = await send(path)
    .then((answer) => answer.json() as Promise<{ segment: { version: number } }>)
    .catch((error: unknown) => {
      if (error instanceof ApiError && error.status === 404) {
        return null;
      }
      throw error;
    });
  const answer = await send(path, {
    method: 'PUT',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({
      where: { text: segment.where },
      ...(segment.exclude ? { exclude: { text: segment.exclude } } : {}),
      of: 'accounts',
      title: segment.title || segment.name,
      description: segment.description,
      reason: segment.reason,
      baseVersion: standing?.segment.version ?? 0,
    }),
  });
  return (await answer.json()) as { proposal?: unknown };
}
