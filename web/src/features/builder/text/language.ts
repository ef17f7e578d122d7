import { HighlightStyle, LanguageSupport, StreamLanguage, syntaxHighlighting } from '@codemirror/language';
import { tags } from '@lezer/highlight';

const logic = new Set(['and', 'or', 'not', 'where', 'then', 'no', 'within', 'per', 'among', 'by']);
const words = new Set([
  'in', 'last', 'next', 'previous', 'this', 'since', 'between', 'before', 'after', 'ago', 'ever', 'under', 'contains', 'starts', 'ends', 'with', 'matches', 'has', 'all', 'is', 'known', 'unknown', 'top',
  'sample', 'segment', 'list',
]);
const functions = new Set(['any', 'none', 'every', 'count', 'sum', 'avg', 'min', 'max', 'distinct', 'first', 'last', 'trend']);
const units = /^(minute|hour|day|week|month|quarter|year)s?$/;

/** The words of the language, as they are coloured. */
const tokens = StreamLanguage.define<{ afterNumber: boolean }>({
  startState: () => ({ afterNumber: false }),
  token(stream, state) {
    if (stream.eatSpace()) {
      return null;
    }
    if (stream.match(/^#.*/)) {
      return 'comment';
    }
    if (stream.match(/^"(?:\\.|[^"\\])*"?/)) {
      state.afterNumber = false;
      return 'string';
    }
    if (stream.match(/^\d{4}-\d{2}-\d{2}(?:T[\d:.]+(?:Z|[+-]\d{2}:\d{2})?)?/) || stream.match(/^\d[\d_]*(?:\.\d+)?(?:[kKMB]\b|%)?/)) {
      state.afterNumber = true;
      return 'number';
    }
    const match = stream.match(/^[A-Za-z_][\w]*/);
    if (match && match !== true) {
      const word = match[0].toLowerCase();
      const afterNumber = state.afterNumber;
      state.afterNumber = false;
      if (afterNumber && units.test(word)) {
        return 'unit';
      }
      if (functions.has(word) && /^\s*\(/.test(stream.string.slice(stream.pos))) {
        return 'typeName';
      }
      if (logic.has(word)) {
        return 'keyword';
      }
      if (word === 'true' || word === 'false') {
        return 'bool';
      }
      return words.has(word) ? 'operatorKeyword' : 'variableName';
    }
    state.afterNumber = false;
    stream.next();
    return 'punctuation';
  },
  languageData: { commentTokens: { line: '#' }, closeBrackets: { brackets: ['(', '"'] } },
});

/** Colours that pass WCAG 2.2 AA on the light and the dark ground. */
const colours = HighlightStyle.define([
  { tag: tags.keyword, color: 'light-dark(#7048a8, #d0bfff)', fontWeight: '600' },
  { tag: tags.operatorKeyword, color: 'light-dark(#7048a8, #d0bfff)' },
  { tag: tags.typeName, color: 'light-dark(#0b5f7a, #66d9e8)', fontWeight: '600' },
  { tag: tags.string, color: 'light-dark(#1f6b2f, #8ce99a)' },
  { tag: [tags.number, tags.unit, tags.bool], color: 'light-dark(#a6480a, #ffc078)' },
  { tag: tags.comment, color: 'light-dark(#5c636a, #a9afb7)', fontStyle: 'italic' },
]);

/** The language for the editor. */
export const segmentLanguage = new LanguageSupport(tokens, [syntaxHighlighting(colours)]);
