import { autocompletion, closeBrackets, closeBracketsKeymap, completionKeymap } from '@codemirror/autocomplete';
import { defaultKeymap } from '@codemirror/commands';
import { bracketMatching } from '@codemirror/language';
import { setDiagnostics, type Diagnostic } from '@codemirror/lint';
import { Compartment, EditorState, Transaction, type Text } from '@codemirror/state';
import { EditorView, keymap, lineNumbers, placeholder as placeholderOf } from '@codemirror/view';
import { useComputedColorScheme } from '@mantine/core';
import { useEffect, useEffectEvent, useRef } from 'react';
import type { components } from '@/api/schema';
import { styleNonce } from '@/app/nonce';
import type { Catalog, Of } from '../model/scope';
import { completer } from './complete';
import { segmentLanguage } from './language';

export type Problem = components['schemas']['CheckedProblem'];

const look = EditorView.theme({
  '&': { fontSize: '13px', border: '1px solid var(--mantine-color-default-border)', borderRadius: 'var(--mantine-radius-md)', backgroundColor: 'var(--mantine-color-body)', color: 'var(--mantine-color-text)' },
  '&.cm-focused': { outline: '2px solid light-dark(var(--mantine-color-indigo-8), var(--mantine-color-indigo-3))', outlineOffset: '1px' },
  '.cm-content': { fontFamily: 'var(--mantine-font-family-monospace)', padding: '8px 0', caretColor: 'var(--mantine-color-text)' },
  '.cm-cursor': { borderLeftColor: 'var(--mantine-color-text)' },
  '.cm-gutters': { backgroundColor: 'transparent', border: 'none', color: 'var(--mantine-color-dimmed)' },
  '.cm-placeholder': { color: 'var(--mantine-color-placeholder)' },
  '.cm-tooltip': { border: '1px solid var(--mantine-color-default-border)', backgroundColor: 'var(--mantine-color-body)', color: 'var(--mantine-color-text)', borderRadius: '6px' },
  '.cm-tooltip-autocomplete ul li[aria-selected]': { backgroundColor: 'var(--mantine-color-indigo-8)', color: '#fff' },
  '.cm-completionDetail': { fontStyle: 'normal', opacity: 0.85, marginLeft: '1em' },
});

/** Typing over a selection, done here: the browser would keep the colours of what it replaces as inline styles, which the page's policy refuses. */
const typedOver = EditorView.domEventHandlers({
  beforeinput(event, view) {
    const { state } = view;
    const { from, to, empty } = state.selection.main;
    const { data } = event;
    if (event.inputType !== 'insertText' || data === null || empty || view.composing) {
      return false;
    }
    const insert = () => state.update(state.replaceSelection(data), { userEvent: 'input.type', scrollIntoView: true });
    if (!state.facet(EditorView.inputHandler).some((handle) => handle(view, from, to, data, insert))) {
      view.dispatch(insert());
    }
    return true;
  },
});

/** The text of a definition: highlighted, completed, with what is wrong underlined. */
export default function SegmentText({
  text,
  label,
  placeholder,
  catalog,
  of,
  problems,
  minHeight = 120,
  onChange,
  onUndo,
  onRedo,
}: {
  text: string;
  label: string;
  placeholder: string;
  catalog: Catalog;
  of: Of;
  problems: readonly Problem[];
  minHeight?: number;
  onChange: (text: string) => void;
  onUndo?: () => void;
  onRedo?: () => void;
}) {
  const scheme = useComputedColorScheme('light');
  const box = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView>(null);
  const completion = useRef(new Compartment());
  const change = useEffectEvent((next: string) => onChange(next));
  const step = useEffectEvent((isRedo: boolean) => (isRedo ? onRedo?.() : onUndo?.()));
  const begin = useEffectEvent(() => [
    EditorView.theme({ '.cm-content': { minHeight: `${minHeight}px` } }),
    EditorView.contentAttributes.of({ 'aria-label': label, spellcheck: 'false' }),
    placeholderOf(placeholder),
  ]);
  useEffect(() => {
    const editor = new EditorView({
      parent: box.current!,
      state: EditorState.create({
        extensions: [
          ...(styleNonce ? [EditorView.cspNonce.of(styleNonce)] : []),
          lineNumbers(),
          segmentLanguage,
          bracketMatching(),
          closeBrackets(),
          completion.current.of([]),
          EditorView.lineWrapping,
          look,
          typedOver,
          ...begin(),
          keymap.of([
            { key: 'Mod-z', run: () => (step(false), true), preventDefault: true },
            { key: 'Mod-y', mac: 'Mod-Shift-z', run: () => (step(true), true), preventDefault: true },
            { key: 'Mod-Shift-z', run: () => (step(true), true), preventDefault: true },
            ...closeBracketsKeymap,
            ...completionKeymap,
            ...defaultKeymap,
          ]),
          EditorView.updateListener.of((update) => {
            if (update.docChanged && !update.transactions.some((one) => one.annotation(Transaction.remote))) {
              change(update.state.doc.toString());
            }
          }),
        ],
      }),
    });
    view.current = editor;
    return () => editor.destroy();
  }, []);
  useEffect(() => {
    const source = completer(catalog, of);
    view.current?.dispatch({ effects: completion.current.reconfigure(autocompletion({ override: [source], icons: false, activateOnTypingDelay: 60 })) });
  }, [catalog, of]);
  useEffect(() => {
    const editor = view.current;
    if (editor && editor.state.doc.toString() !== text) {
      editor.dispatch({ changes: { from: 0, to: editor.state.doc.length, insert: text }, annotations: Transaction.remote.of(true) });
    }
  }, [text]);
  useEffect(() => {
    const editor = view.current;
    if (editor) {
      editor.dispatch(setDiagnostics(editor.state, problems.map((problem) => diagnosticOf(editor.state.doc, problem))));
    }
  }, [problems]);
  return <div ref={box} data-scheme={scheme} />;
}

function diagnosticOf(text: Text, { message, fix, where }: Problem): Diagnostic {
  const line = text.line(Math.min(Math.max(Number(where?.line ?? 1), 1), text.lines));
  const from = Math.min(line.from + Math.max(0, Number(where?.column ?? 1) - 1), text.length);
  const to = Math.min(text.length, from + Math.max(1, Number(where?.length ?? 1)));
  return { from: Math.min(from, to), to, severity: 'error', message: fix ? `${message}\n${fix}` : message };
}
