import { useCallback, useState } from 'react';

const most = 200;

interface Past<T> {
  before: readonly T[];
  now: T;
  after: readonly T[];
  /** When the last state was put, and under which key: what is typed in a row is one step. */
  at: number;
  key: string;
}

/** A state that can be undone. */
export interface Undoable<T> {
  value: T;
  /** Takes the next state. States of the same key that follow each other within a second are one step; without a key each is its own. */
  put: (next: T | ((value: T) => T), key?: string) => void;
  /** Changes the state without a step: for what follows by itself. */
  amend: (change: (value: T) => T) => void;
  undo: () => void;
  redo: () => void;
  canUndo: boolean;
  canRedo: boolean;
  /** Forgets all steps, and takes another state. */
  reset: (value: T) => void;
}

/** Keeps a state with its past. */
export function useUndoable<T>(initial: T): Undoable<T> {
  const [past, setPast] = useState<Past<T>>({ before: [], now: initial, after: [], at: 0, key: '' });
  const put = useCallback((next: T | ((value: T) => T), key = '') => {
    const at = Date.now();
    setPast((last) => {
      const now = typeof next === 'function' ? (next as (value: T) => T)(last.now) : next;
      const isSameStep = key !== '' && key === last.key && at - last.at < 1000;
      return { before: isSameStep ? last.before : [...last.before.slice(-most), last.now], now, after: [], at, key };
    });
  }, []);
  const amend = useCallback((change: (value: T) => T) => setPast((last) => ({ ...last, now: change(last.now) })), []);
  const undo = useCallback(
    () => setPast((last) => (last.before.length === 0 ? last : { before: last.before.slice(0, -1), now: last.before.at(-1)!, after: [last.now, ...last.after], at: 0, key: '' })),
    [],
  );
  const redo = useCallback(
    () => setPast((last) => (last.after.length === 0 ? last : { before: [...last.before, last.now], now: last.after[0]!, after: last.after.slice(1), at: 0, key: '' })),
    [],
  );
  const reset = useCallback((value: T) => setPast({ before: [], now: value, after: [], at: 0, key: '' }), []);
  return { value: past.now, put, amend, undo, redo, canUndo: past.before.length > 0, canRedo: past.after.length > 0, reset };
}
