import { Alert, Stack, VisuallyHidden } from '@mantine/core';
import { useDisclosure, useDocumentTitle, useHotkeys } from '@mantine/hooks';
import { notifications } from '@mantine/notifications';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { useCallback, useDeferredValue, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { $api } from '@/api/client';
import { formatCount } from '@/components/format';
import { QueryState } from '@/components/QueryState';
import { draftOf, emptyDraft, sideOf, type Draft, type SegmentDetail } from './model/draft';
import { useUndoable } from './model/history';
import { emptyGroup } from './model/query';
import type { Catalog } from './model/scope';
import { useEvaluation } from './model/useEvaluation';
import { BuilderHeader } from './parts/BuilderHeader';
import { DraftEditor, type ChangeSide } from './parts/DraftEditor';
import { Insights, type InsightTab } from './parts/Insights';
import { ResultBar } from './parts/ResultBar';
import { SaveModal } from './parts/SaveModal';
import { StartHere } from './parts/StartHere';

const edited = getRouteApi('/shell/segments/$name/edit');
const created = getRouteApi('/shell/segments/new');

/** Builds a new segment; `where` of the address begins it. */
export function NewSegmentPage() {
  const { where, of, tab } = created.useSearch();
  const catalog = $api.useQuery('get', '/v1/catalog', {}, { staleTime: 60_000 });
  const [initial] = useState<Draft>(() => ({ ...emptyDraft(of), where: sideOf(where, null) }));
  return <QueryState query={catalog}>{(known) => <Builder catalog={known} initial={initial} saved={undefined} tab={tab} />}</QueryState>;
}

/** Changes a segment that is stored. */
export function EditSegmentPage() {
  const { name } = edited.useParams();
  const { tab } = edited.useSearch();
  const catalog = $api.useQuery('get', '/v1/catalog', {}, { staleTime: 60_000 });
  const detail = $api.useQuery('get', '/v1/segments/{segment}', { params: { path: { segment: name } } }, { staleTime: Infinity, gcTime: 0 });
  return (
    <QueryState query={detail}>
      {(segment) => <QueryState query={catalog}>{(known) => <Builder key={Number(segment.segment.version)} catalog={known} initial={draftOf(segment)} saved={segment} tab={tab} onReload={() => void detail.refetch()} />}</QueryState>}
    </QueryState>
  );
}

function Builder({ catalog, initial, saved, tab = 'members', onReload }: { catalog: Catalog; initial: Draft; saved: SegmentDetail | undefined; tab?: InsightTab | undefined; onReload?: () => void }) {
  const { t } = useTranslation('builder');
  const navigate = useNavigate();
  const draft = useUndoable(initial);
  const [isSaving, saving] = useDisclosure(false);
  const evaluation = useEvaluation(draft.value, draft.amend);
  const { value, put, undo, redo } = draft;
  const isCountable = evaluation.answer?.size !== undefined && evaluation.answer.size !== null;
  const answer = useDeferredValue(evaluation.answer);
  const counted = useDeferredValue(isCountable ? evaluation.asked : undefined);
  const changeSide = useCallback<ChangeSide>((which, change, key) => put((now) => ({ ...now, [which]: { ...now[which], ...(typeof change === 'function' ? change(now[which]) : change) } }), key), [put]);
  const showTab = useCallback((next: InsightTab) => void navigate({ to: '.', search: (search: object) => ({ ...search, tab: next }), replace: true } as never), [navigate]);
  const apply = useCallback(
    (where: string, exclude: string | null) =>
      put((now) => ({ ...now, where: { text: where, blocks: emptyGroup(), edited: 'text' }, exclude: { text: exclude ?? '', blocks: emptyGroup(), edited: 'text' } })),
    [put],
  );
  useDocumentTitle(`${value.title || t('newSegment')} · Strata`);
  useHotkeys([
    ['mod+Z', undo],
    ['mod+shift+Z', redo],
    ['mod+Y', redo],
    ['mod+S', saving.open],
  ]);
  const isEmpty = value.where.text.trim() === '' && value.where.blocks.rules.length === 0;
  return (
    <Stack gap="md">
      <VisuallyHidden component="h1">{saved ? t('editSegment', { title: saved.segment.title }) : t('newSegment')}</VisuallyHidden>
      <BuilderHeader
        title={value.title}
        of={value.of}
        saved={saved?.segment.name}
        canUndo={draft.canUndo}
        canRedo={draft.canRedo}
        canSave={isCountable}
        onPut={put}
        onUndo={undo}
        onRedo={redo}
        onSave={saving.open}
      />
      {saved && saved.problems.length > 0 && (
        <Alert color="red" title={t('invalidNow')}>
          {saved.problems.map((problem) => `${problem.message} ${problem.fix ?? ''}`).join(' ')}
        </Alert>
      )}
      <ResultBar evaluation={evaluation} of={value.of} />
      {isEmpty && <StartHere catalog={catalog} of={value.of} onBegin={(where) => put({ ...value, where })} onTemplate={(next) => put({ ...value, ...next })} />}
      <DraftEditor
        where={value.where}
        exclude={value.exclude}
        of={value.of}
        answer={answer}
        catalog={catalog}
        onChange={changeSide}
        onUndo={undo}
        onRedo={redo}
      />
      <Insights definition={counted} saved={saved?.segment.name} tab={tab} onTab={showTab} onApply={apply} />
      {isSaving && (
        <SaveModal
          draft={value}
          name={saved?.segment.name}
          baseVersion={Number(saved?.segment.version ?? 0)}
          onClose={saving.close}
          onChange={(next) => put(next, 'about')}
          onTakeTheirs={() => {
            saving.close();
            onReload?.();
          }}
          onSaved={(name, change) => {
            saving.close();
            notifications.show(
              change.proposal
                ? { title: t('proposed'), message: t('proposedText') }
                : { title: t('saved'), message: change.delta ? t('savedText', { entered: formatCount(Number(change.delta.entered)), left: formatCount(Number(change.delta.left)) }) : t('savedSame') },
            );
            void navigate({ to: change.proposal && !saved ? '/proposals' : '/segments/$name', params: { name } } as never);
          }}
        />
      )}
    </Stack>
  );
}
