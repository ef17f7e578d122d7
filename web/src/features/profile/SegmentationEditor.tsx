import { Alert, Button, Group, Paper, Stack, Text, Textarea, TextInput, VisuallyHidden } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconDeviceFloppy, IconPlus } from '@tabler/icons-react';
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { answered, api } from '@/api/client';
import type { components } from '@/api/schema';
import { ErrorState } from '@/components/ErrorState';
import { formatCount, formatShare } from '@/components/format';
import { notifyDone } from '@/components/notify';
import { move } from './order';
import { PartList, type Part } from './PartList';

type Detail = components['schemas']['SegmentationDetail'];

interface Draft {
  universe: string;
  description: string;
  other: string;
  parts: Part[];
}

/** Edits a segmentation: groups in their order, counted as they are edited, saved with a reason. */
export function SegmentationEditor({ name, detail }: { name: string; detail: Detail | undefined }) {
  const { t } = useTranslation('profile');
  const queries = useQueryClient();
  const [start] = useState(() => draftOf(detail));
  const [draft, setDraft] = useState(start);
  const [reason, setReason] = useState('');
  const [said, setSaid] = useState('');
  const of = detail?.segmentation.of ?? 'accounts';
  const [asked] = useDebouncedValue(draft, 250);
  const counted = useQuery({
    queryKey: ['segmentation preview', of, asked],
    queryFn: async ({ signal }) => answered(await api.POST('/v1/segmentations/preview', { body: bodyOf(asked, of), signal })),
    placeholderData: keepPreviousData,
  });
  const save = useMutation({
    mutationFn: async () =>
      answered(
        await api.PUT('/v1/segmentations/{segmentation}', {
          params: { path: { segmentation: name } },
          body: { ...bodyOf(draft, of), baseVersion: detail?.segmentation.version ?? 0, reason },
        }),
      ),
    onSuccess: async (saved) => {
      notifyDone(saved.proposal ? t('proposed', { name }) : t('saved', { version: String(saved.version?.version ?? ''), name }));
      await queries.invalidateQueries();
    },
  });
  const counts = counted.data ?? detail?.counts;
  const isChanged = JSON.stringify(draft) !== JSON.stringify(start);
  const put = (change: Partial<Draft>) => setDraft({ ...draft, ...change });
  const reorder = (from: number, to: number) => {
    const place = Math.max(0, Math.min(draft.parts.length - 1, to));
    put({ parts: move(draft.parts, from, place) });
    setSaid(t('moved', { value: draft.parts[from]?.value ?? '', place: String(place + 1), all: String(draft.parts.length) }));
  };
  const rest = counts?.groups.at(-1);
  return (
    <Stack gap="md">
      <VisuallyHidden role="status">{said}</VisuallyHidden>
      <Group gap="sm" grow preventGrowOverflow={false}>
        <TextInput label={t('description')} value={draft.description} onChange={(event) => put({ description: event.currentTarget.value })} style={{ flexBasis: '18rem' }} />
        <Textarea label={t('universe')} placeholder={t('universeHint')} autosize minRows={1} value={draft.universe} onChange={(event) => put({ universe: event.currentTarget.value })} style={{ flexBasis: '18rem' }} />
      </Group>
      {counts?.problems.map((problem) => (
        <Alert key={problem.message} color="red" variant="light">
          {problem.message} {problem.fix}
        </Alert>
      ))}
      <Text size="sm" c="dimmed">
        {t('firstMatch')}
      </Text>
      <PartList parts={draft.parts} counts={counts} onChange={(parts) => put({ parts })} onMove={reorder} />
      <Paper p="sm">
        <Group justify="space-between" gap="sm">
          <TextInput aria-label={t('restName')} value={draft.other} onChange={(event) => put({ other: event.currentTarget.value })} />
          <Text size="sm" className="figures">
            {t('rest')}: {rest?.size == null ? '–' : `${formatCount(rest.size)}${counts?.universe ? ` (${formatShare(rest.size / counts.universe)})` : ''}`}
          </Text>
        </Group>
      </Paper>
      <Group justify="space-between" gap="sm" align="flex-end">
        <Button variant="default" leftSection={<IconPlus size={18} aria-hidden />} onClick={() => put({ parts: [...draft.parts, { id: crypto.randomUUID(), value: '', where: '' }] })}>
          {t('addGroup')}
        </Button>
        <form
          onSubmit={(event) => {
            event.preventDefault();
            save.mutate();
          }}
        >
          <Group gap="xs" align="flex-end">
            {isChanged && (
              <Text size="sm" c="dimmed">
                {t('unsaved')}
              </Text>
            )}
            <TextInput label={t('saveReason')} value={reason} onChange={(event) => setReason(event.currentTarget.value)} />
            <Button variant="default" disabled={!isChanged} onClick={() => setDraft(start)}>
              {t('revert')}
            </Button>
            <Button type="submit" leftSection={<IconDeviceFloppy size={18} aria-hidden />} loading={save.isPending} disabled={!isChanged || draft.parts.length === 0}>
              {t('saveSegmentation')}
            </Button>
          </Group>
        </form>
      </Group>
      {save.isError && <ErrorState error={save.error} title={t('notSaved')} />}
    </Stack>
  );
}

function draftOf(detail: Detail | undefined): Draft {
  return {
    universe: detail?.universe ?? '',
    description: detail?.segmentation.description ?? '',
    other: detail?.other ?? 'Other',
    parts: (detail?.parts ?? [{ value: '', where: '' }]).map((part, place) => ({ id: `${place}`, value: part.value, where: part.where })),
  };
}

function bodyOf(draft: Draft, of: string) {
  return {
    of,
    universe: draft.universe.trim() || null,
    description: draft.description.trim() || null,
    other: draft.other.trim() || null,
    parts: draft.parts.map(({ value, where }) => ({ value: value.trim(), where })),
  };
}
