import { startTransition, useEffect, useEffectEvent, useMemo, useState } from 'react';
import { answered, api } from '@/api/client';
import type { ApiError } from '@/api/ApiError';
import { inputOf, withAnswer, type Draft, type DraftInput, type Evaluated } from './draft';

/** What a draft selects, as far as it is known. */
export interface Evaluation {
  /** The newest answer; that of an earlier state while a newer one is awaited. */
  answer: Evaluated | undefined;
  /** What the answer is about. */
  asked: DraftInput | undefined;
  isAwaited: boolean;
  error: ApiError | undefined;
}

/** Counts a draft after every edit. A question that is out of date is called off, so that the server stops working on it. */
export function useEvaluation(draft: Draft, onAnswer: (change: (draft: Draft) => Draft) => void): Evaluation {
  const [state, setState] = useState<Omit<Evaluation, 'isAwaited'> & { key: string }>({ answer: undefined, asked: undefined, error: undefined, key: '' });
  const input = useMemo(() => inputOf(draft), [draft]);
  const key = JSON.stringify(input);
  const take = useEffectEvent((about: string, asked: DraftInput, answer: Evaluated) => {
    setState({ answer, asked, error: undefined, key: about });
    // The count is painted first; that text and blocks follow each other may wait for it.
    startTransition(() => onAnswer((now) => withAnswer(now, asked, answer)));
  });
  useEffect(() => {
    const control = new AbortController();
    const asked = JSON.parse(key) as DraftInput;
    api.POST('/v1/definitions/evaluate', { body: asked, signal: control.signal }).then(
      (result) => control.signal.aborted || take(key, asked, answered(result)),
      (error: unknown) => control.signal.aborted || setState((last) => ({ ...last, error: error as ApiError, key })),
    );
    return () => control.abort();
  }, [key]);
  return { ...state, isAwaited: state.key !== key };
}
