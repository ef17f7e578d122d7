import type { Completion, CompletionContext, CompletionResult } from '@codemirror/autocomplete';
import { answered, api } from '@/api/client';
import { formatCount } from '@/components/format';
import { filterScope, rootScope, rowSources, sourceOf, type Catalog, type Of, type Scope, type ScopeField } from '../model/scope';

const functions = ['any', 'none', 'every', 'count', 'sum', 'avg', 'min', 'max', 'distinct', 'first', 'last', 'trend'];
const keywords = ['and', 'or', 'not', 'where', 'then', 'within', 'in last 30 days', 'in previous 30 days', 'in this month', 'ever', 'between', 'under', 'contains', 'starts with', 'ends with', 'is known', 'is unknown', 'has any', 'in segment("")', 'in list("")', 'in top 25% by', 'in sample (10%, "")'];

/** What stands around the cursor. */
export interface Place {
  /** The rows that the innermost open filter speaks of; null at the top. */
  rows: string | null;
  /** True where a name of rows is to come: right after `any(`. */
  wantsRows: boolean;
  /** True inside of quotes, with what they hold so far and the path that is compared. */
  quoted?: { text: string; from: number; path: string; isMembership: 'segment' | 'list' | null };
}

/** Reads a text up to the cursor: which parentheses are open, and whether a quote is. */
export function placeOf(text: string): Place {
  const open: { rows: string | null; fresh: boolean }[] = [];
  let quote = -1;
  for (let at = 0; at < text.length; at++) {
    const character = text[at]!;
    if (quote >= 0) {
      if (character === '\\') {
        at++;
      } else if (character === '"') {
        quote = -1;
      }
    } else if (character === '"') {
      quote = at;
    } else if (character === '#') {
      const end = text.indexOf('\n', at);
      at = end < 0 ? text.length : end;
    } else if (character === '(') {
      const name = /([a-z]+)\s*$/i.exec(text.slice(0, at))?.[1]?.toLowerCase() ?? '';
      const isRows = functions.includes(name) && name !== 'trend';
      const rows = isRows ? /^\s*([\w.]+)/.exec(text.slice(at + 1))?.[1] : undefined;
      open.push({ rows: isRows ? (rows ?? '') : (open.at(-1)?.rows ?? null), fresh: isRows && /^\s*[\w.]*$/.test(text.slice(at + 1)) });
    } else if (character === ')') {
      open.pop();
    }
  }
  const rows = open.at(-1)?.rows ?? null;
  const place: Place = { rows, wantsRows: open.at(-1)?.fresh ?? false };
  if (quote >= 0) {
    const before = text.slice(0, quote);
    const membership = /\b(segment|list)\s*\(\s*$/i.exec(before)?.[1]?.toLowerCase() as 'segment' | 'list' | undefined;
    const path = /([\w.]+)\s*(?:=|!=|(?:not\s+)?(?:in|under|contains|starts\s+with|ends\s+with)|has\s+(?:any|all|none))\s*\(?\s*(?:"(?:\\.|[^"\\])*"\s*,\s*)*$/i.exec(before)?.[1] ?? '';
    place.quoted = { text: text.slice(quote + 1), from: quote + 1, path: path.toLowerCase(), isMembership: membership ?? null };
  }
  return place;
}

/** Completes names, words and values with their counts. */
export function completer(catalog: Catalog, of: Of) {
  return async (context: CompletionContext): Promise<CompletionResult | null> => {
    const text = context.state.doc.sliceString(0, context.pos);
    const place = placeOf(text);
    const scope = place.rows ? filterScope(rootScope(catalog, of), place.rows) : rootScope(catalog, of);
    if (place.quoted) {
      return completeQuoted(catalog, scope, place.quoted, context);
    }
    const word = context.matchBefore(/[\w.]+/);
    if (!word && !context.explicit) {
      return null;
    }
    const from = word?.from ?? context.pos;
    const options = place.wantsRows ? rowsOptions(catalog, of) : [...fieldOptions(scope), ...(place.rows ? propertyOptions(catalog, place.rows) : []), ...wordOptions()];
    return { from, options, validFor: /^[\w.]*$/ };
  };
}

async function completeQuoted(catalog: Catalog, scope: Scope, quoted: NonNullable<Place['quoted']>, context: CompletionContext): Promise<CompletionResult | null> {
  if (quoted.isMembership) {
    const known = catalog.definitions.filter((one) => one.kind === quoted.isMembership);
    return { from: quoted.from, options: known.map((one) => ({ label: one.name, detail: one.title, type: 'constant' })), validFor: /^[^"]*$/ };
  }
  const field = scope.fields.find((one) => one.path === quoted.path);
  if (!field) {
    return null;
  }
  const values = await valuesOf(field, quoted.text);
  return context.aborted || values.length === 0 ? null : { from: quoted.from, options: values, filter: false };
}

async function valuesOf(field: ScopeField, text: string): Promise<Completion[]> {
  if (field.values) {
    return field.values.map((label) => ({ label, type: 'constant' }));
  }
  if (!field.source || !['text', 'category', 'set'].includes(field.type)) {
    return [];
  }
  const found = answered(await api.GET('/v1/catalog/values', { params: { query: { source: field.source, field: field.field, text, limit: 20 } } }));
  return [
    ...found.values.map(({ value, count }) => ({ label: value, detail: formatCount(Number(count)), type: 'constant', apply: escaped(value) })),
    ...found.categories.map(({ name, path }) => ({ label: name, detail: path.join(' › '), type: 'enum', apply: escaped(name) })),
  ];
}

function escaped(value: string): string {
  return value.replaceAll('\\', '\\\\').replaceAll('"', '\\"');
}

function fieldOptions(scope: Scope): Completion[] {
  return scope.fields.map((field) => ({ label: field.path, detail: field.type, info: field.description || undefined, type: 'property', boost: field.path.includes('.') ? -20 : 10 }) as Completion);
}

function rowsOptions(catalog: Catalog, of: Of): Completion[] {
  return rowSources(catalog, of).map(({ written, source }) => ({ label: written, detail: source.kind, info: source.description, type: 'class' }) as Completion);
}

function propertyOptions(catalog: Catalog, rows: string): Completion[] {
  return (sourceOf(catalog, rows)?.fields ?? []).map((field) => ({ label: `${rows}.${field.name}`, type: 'property', boost: -50 }));
}

function wordOptions(): Completion[] {
  return [
    ...functions.map((label) => ({ label, apply: `${label}(`, type: 'function', boost: -5 })),
    ...keywords.map((label) => ({ label, type: 'keyword', boost: -10 })),
  ];
}
