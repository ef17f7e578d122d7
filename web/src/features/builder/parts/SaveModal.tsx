import { Accordion, Alert, Button, Group, Modal, NumberInput, Select, Stack, Text, TextInput, Textarea } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiError } from '@/api/ApiError';
import { answered, api } from '@/api/client';
import type { components } from '@/api/schema';
import { inputOf, type Draft } from '../model/draft';
import { DurationInput } from './ValueInputs';

type Saved = components['schemas']['SavedChange'];
type Version = components['schemas']['VersionItem'];

const objectives = ['awareness', 'engagement', 'acceleration', 'opportunity', 'retention'] as const;

/** Asks what a segment is called and why it changes, and stores it. */
export function SaveModal({
  draft,
  name,
  baseVersion,
  onClose,
  onChange,
  onSaved,
  onTakeTheirs,
}: {
  draft: Draft;
  /** The name of the segment that is changed; undefined for a new one. */
  name: string | undefined;
  baseVersion: number;
  onClose: () => void;
  onChange: (draft: Draft) => void;
  onSaved: (name: string, saved: Saved) => void;
  onTakeTheirs: () => void;
}) {
  const { t } = useTranslation('builder');
  const queries = useQueryClient();
  const [reason, setReason] = useState('');
  const [error, setError] = useState<ApiError>();
  const [isBusy, setBusy] = useState(false);
  const target = name ?? nameOf(draft.title);
  const conflict = error?.status === 409 ? (error.body as { current?: Version | null }) : undefined;
  const save = async (base: number) => {
    setBusy(true);
    setError(undefined);
    try {
      const input = inputOf(draft);
      const saved = answered(
        await api.PUT('/v1/segments/{segment}', {
          params: { path: { segment: target } },
          body: {
            ...input,
            title: draft.title.trim(),
            objective: draft.objective,
            owner: draft.owner,
            description: draft.description,
            reviewEvery: draft.reviewEvery,
            baseVersion: base,
            reason,
          } as never,
        }),
      );
      await queries.invalidateQueries();
      setReason('');
      onSaved(target, saved);
    } catch (failure) {
      setError(failure as ApiError);
    } finally {
      setBusy(false);
    }
  };
  return (
    <Modal opened onClose={onClose} title={t(name ? 'saveChange' : 'saveNew')} size="lg">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void save(baseVersion);
        }}
      >
        <Stack>
          <TextInput label={t('title')} required value={draft.title} onChange={(event) => onChange({ ...draft, title: event.currentTarget.value })} description={name ? undefined : t('storedAs', { name: target || '…' })} data-autofocus={name ? undefined : true} />
          <Textarea label={t('reason')} description={t('reasonHint')} autosize minRows={2} value={reason} onChange={(event) => setReason(event.currentTarget.value)} data-autofocus={name ? true : undefined} />
          <Accordion variant="contained">
            <Accordion.Item value="more">
              <Accordion.Control>{t('aboutSegment')}</Accordion.Control>
              <Accordion.Panel>
                <AboutFields draft={draft} onChange={onChange} />
              </Accordion.Panel>
            </Accordion.Item>
          </Accordion>
          {error && !conflict && (
            <Alert color="red" title={t('notSaved')}>
              {error.errors.map((one) => `${one.message} ${one.fix ?? ''}`).join(' ')}
            </Alert>
          )}
          {conflict && <Conflict current={conflict.current ?? null} message={error!.message} onTakeTheirs={onTakeTheirs} onOverwrite={() => void save(Number(conflict.current?.version ?? 0))} />}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {t('cancel')}
            </Button>
            <Button type="submit" loading={isBusy} disabled={target === ''}>
              {t('save')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}

function AboutFields({ draft, onChange }: { draft: Draft; onChange: (draft: Draft) => void }) {
  const { t } = useTranslation('builder');
  return (
    <Stack>
      <Textarea label={t('description')} autosize minRows={2} value={draft.description} onChange={(event) => onChange({ ...draft, description: event.currentTarget.value })} />
      <Group grow>
        <TextInput label={t('owner')} value={draft.owner} onChange={(event) => onChange({ ...draft, owner: event.currentTarget.value })} />
        <Select label={t('objective')} clearable data={objectives.map((value) => ({ value, label: t(`objectives.${value}`) }))} value={draft.objective} onChange={(objective) => onChange({ ...draft, objective })} />
      </Group>
      <Group grow>
        {(['sales', 'email', 'display'] as const).map((channel) => (
          <NumberInput
            key={channel}
            label={t('minimumFor', { channel: t(`channels.${channel}`) })}
            min={0}
            allowDecimal={false}
            value={draft.minimum[channel]}
            onChange={(value) => typeof value === 'number' && onChange({ ...draft, minimum: { ...draft.minimum, [channel]: value } })}
          />
        ))}
      </Group>
      <div>
        <Text size="sm" fw={500}>
          {t('reviewEvery')}
        </Text>
        <DurationInput value={draft.reviewEvery} onChange={(reviewEvery) => onChange({ ...draft, reviewEvery })} />
      </div>
    </Stack>
  );
}

function Conflict({ current, message, onTakeTheirs, onOverwrite }: { current: Version | null; message: string; onTakeTheirs: () => void; onOverwrite: () => void }) {
  const { t } = useTranslation('builder');
  return (
    <Alert color="yellow" title={t('conflict')}>
      <Text size="sm">{message}</Text>
      {current && (
        <Text component="pre" size="xs" ff="monospace" style={{ whiteSpace: 'pre-wrap' }}>
          {current.definition}
        </Text>
      )}
      <Group mt="xs">
        {current && (
          <Button size="compact-sm" variant="default" onClick={onTakeTheirs}>
            {t('takeTheirs')}
          </Button>
        )}
        <Button size="compact-sm" color="yellow" onClick={onOverwrite}>
          {t('saveOver')}
        </Button>
      </Group>
    </Alert>
  );
}

/** The name that a segment of a title is stored as. */
export function nameOf(title: string): string {
  return title
    .normalize('NFKD')
    .replace(/[\u0300-\u036f]/g, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 80);
}
