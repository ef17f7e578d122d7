import type { components } from '@/api/schema';
import { aggregateOf, type Node } from './json';
import type { ValueType } from './leaf';

export type Catalog = components['schemas']['CatalogDescription'];
export type Source = components['schemas']['SourceItem'];
export type Of = 'accounts' | 'contacts';

/** A field that a block may speak of. */
export interface ScopeField {
  /** As the language writes it: `industry`, `account.industry`. */
  path: string;
  type: ValueType;
  description: string;
  taxonomy?: string | undefined;
  /** Where values are looked up: the rows and the name of the field there; none for segmentations and traits. */
  source?: string | undefined;
  field: string;
  /** The values to choose from, where they are known without asking. */
  values?: readonly string[] | undefined;
  /** The heading that it stands under. */
  group: string;
}

/** What the blocks of a group may speak of. */
export interface Scope {
  of: Of;
  /** The rows that are filtered: `account`, `contact`, a collection or an event. */
  source: string;
  fields: readonly ScopeField[];
  catalog: Catalog;
}

/** The rows of a name as definitions write it: `contacts`, `account.technologies`. */
export function sourceOf(catalog: Catalog, written: string): Source | undefined {
  const name = written.replace(/^account\./, '');
  return catalog.sources.find((source) => source.name === (name === 'contacts' ? 'contact' : name));
}

/** What the blocks of a definition may speak of. */
export function rootScope(catalog: Catalog, of: Of): Scope {
  return scopeOf(catalog, of, of === 'accounts' ? 'account' : 'contact');
}

/** What the filters of rows may speak of. */
export function filterScope(scope: Scope, written: string): Scope {
  return scopeOf(scope.catalog, scope.of, sourceOf(scope.catalog, written)?.name ?? written);
}

function scopeOf(catalog: Catalog, of: Of, name: string): Scope {
  const source = sourceOf(catalog, name);
  const fields = fieldsOf(source, '', source?.name ?? name);
  if (source?.kind === 'event') {
    fields.push(...fieldsOf(sourceOf(catalog, 'contact'), 'contact.', 'contact'));
  }
  if (name === 'contact' && of === 'contacts') {
    fields.push(...fieldsOf(sourceOf(catalog, 'account'), 'account.', 'account'));
  }
  const kind = name === 'account' ? 'accounts' : name === 'contact' ? 'contacts' : undefined;
  for (const definition of catalog.definitions) {
    if (definition.of === kind && definition.isValid && (definition.kind === 'trait' || definition.kind === 'segmentation')) {
      // A segmentation may have the name of the field that it writes: then its values are known.
      const written = fields.findIndex((field) => field.path === definition.name);
      fields.splice(written < 0 ? fields.length : written, written < 0 ? 0 : 1, {
        path: definition.name,
        field: definition.name,
        type: definition.kind === 'trait' ? 'number' : 'category',
        description: '',
        values: definition.values ?? undefined,
        group: definition.kind,
      });
    }
  }
  return { of, source: source?.name ?? name, fields, catalog };
}

function fieldsOf(source: Source | undefined, prefix: string, group: string): ScopeField[] {
  return (source?.fields ?? []).map((field) => ({
    path: prefix + field.name,
    field: field.name,
    type: field.type as ValueType,
    description: field.description,
    taxonomy: field.taxonomy ?? undefined,
    source: source?.name,
    group,
  }));
}

/** The field that a path names; one of unknown type where the catalog has none of that name. */
export function fieldOf(scope: Scope, path: string): ScopeField {
  return scope.fields.find((field) => field.path === path) ?? { path, field: path, type: 'text', description: '', group: '' };
}

/** The field that stands for what a comparison is about: of an aggregate its property, or a plain number or date. */
export function fieldOfValue(scope: Scope, value: Node): ScopeField {
  const aggregate = aggregateOf(value);
  if (!aggregate) {
    return fieldOf(scope, String(value['path']));
  }
  const rows = value[aggregate] as { source: string; property?: string };
  const type: ValueType = aggregate === 'first' || aggregate === 'last' ? 'date' : 'number';
  if ((aggregate === 'min' || aggregate === 'max') && rows.property) {
    return fieldOf(filterScope(scope, rows.source), rows.property);
  }
  return { path: aggregate, field: aggregate, type, description: '', group: '' };
}

/** Whether rows of that name happen at an instant, so that a window of time can be asked for. */
export function isEvent(catalog: Catalog, written: string): boolean {
  return sourceOf(catalog, written)?.kind === 'event';
}

/** The sources that rows can be of, as definitions of a kind write them. */
export function rowSources(catalog: Catalog, of: Of): { written: string; source: Source }[] {
  return catalog.sources
    .filter((source) => source.kind === 'event' || source.kind === 'collection' || (source.kind === 'contact' && of === 'accounts'))
    .map((source) => ({ source, written: source.kind === 'contact' ? 'contacts' : of === 'contacts' && source.kind === 'collection' ? `account.${source.name}` : source.name }));
}

/** A clause to begin with for a field. */
export function clauseFor(field: ScopeField): Node {
  const value = { path: field.path };
  switch (field.type) {
    case 'boolean':
      return value;
    case 'set':
      return { has: { value, mode: 'any', items: [] } };
    case 'date':
      return { in_last: { value, duration: '30 days' } };
    case 'number':
    case 'money':
      return { compare: { left: value, op: '>=', right: null } };
    default:
      return { compare: { left: value, op: '=', right: null } };
  }
}

