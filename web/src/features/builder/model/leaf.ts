import { aggregateOf, isNode, keyOf, quantifierOf, type Constant, type Node } from './json';

/** The kinds of value that operators are chosen by. */
export type ValueType = 'text' | 'category' | 'number' | 'money' | 'boolean' | 'date' | 'set';

/** A comparison taken apart: what is compared, how, and with what. */
export interface Comparison {
  /** What is compared: a path or an aggregate. */
  value: Node;
  operator: Operator;
  /** What it is compared with; null where that is not filled in. */
  operand: unknown;
}

export const operators = [
  '=', '!=', '>=', '>', '<=', '<', 'between', 'in', 'not in', 'under', 'not under', 'contains', 'not contains', 'starts_with', 'not starts_with', 'ends_with',
  'not ends_with', 'matches', 'not matches', 'has any', 'has all', 'has none', 'is true', 'is false', 'in_last', 'in_next', 'before_ago', 'after_ago', 'before', 'after', 'known', 'unknown',
] as const;

/** How something is compared. */
export type Operator = (typeof operators)[number];

const texts: readonly Operator[] = ['=', '!=', 'in', 'not in', 'contains', 'not contains', 'starts_with', 'ends_with', 'matches', 'known', 'unknown'];
const numbers: readonly Operator[] = ['>=', '>', '<=', '<', '=', '!=', 'between', 'in', 'known', 'unknown'];

/** The operators that values of a type take, the usual one first. */
export function operatorsOf(type: ValueType, hasTaxonomy: boolean): readonly Operator[] {
  switch (type) {
    case 'text':
      return texts;
    case 'category':
      return hasTaxonomy ? ['=', '!=', 'in', 'not in', 'under', 'not under', ...texts.slice(4)] : texts;
    case 'number':
    case 'money':
      return numbers;
    case 'boolean':
      return ['is true', 'is false', 'known', 'unknown'];
    case 'date':
      return ['in_last', 'in_next', 'before_ago', 'after_ago', 'before', 'after', 'between', 'known', 'unknown'];
    case 'set':
      return ['has any', 'has all', 'has none', 'known', 'unknown'];
  }
}

/** What an operator asks for. */
export type OperandKind = 'none' | 'constant' | 'constants' | 'categories' | 'text' | 'range' | 'duration' | 'moment';

export function operandKindOf(operator: Operator): OperandKind {
  switch (operator) {
    case 'in':
    case 'not in':
      return 'constants';
    case 'under':
    case 'not under':
      return 'categories';
    case 'has any':
    case 'has all':
    case 'has none':
      return 'categories';
    case 'between':
      return 'range';
    case 'in_last':
    case 'in_next':
    case 'before_ago':
    case 'after_ago':
      return 'duration';
    case 'before':
    case 'after':
      return 'moment';
    case 'known':
    case 'unknown':
    case 'is true':
    case 'is false':
      return 'none';
    case '=':
    case '!=':
    case '<':
    case '<=':
    case '>':
    case '>=':
      return 'constant';
    default:
      return 'text';
  }
}

const matchKeys = ['contains', 'starts_with', 'ends_with', 'matches'];

/** Takes a comparison apart; null for what is none, or compares two values. */
export function comparisonOf(node: Node): Comparison | null {
  const key = keyOf(node);
  const body = node[key];
  if (key === 'path' && typeof body === 'string') {
    return { value: node, operator: 'is true', operand: undefined };
  }
  if ((key === 'known' || key === 'unknown') && isNode(body)) {
    return simple({ value: body, operator: key, operand: undefined });
  }
  if (!isNode(body)) {
    return null;
  }
  const parts = body as Record<string, unknown>;
  const value = (parts['left'] ?? parts['value']) as Node;
  const negated = parts['negated'] === true ? 'not ' : '';
  if (key === 'compare') {
    return compareOf(value, parts['op'] as Operator, parts['right']);
  }
  if (key === 'between') {
    return simple({ value, operator: 'between', operand: [parts['low'] ?? null, parts['high'] ?? null] });
  }
  if (key === 'in' || key === 'under') {
    return simple({ value, operator: `${negated}${key}` as Operator, operand: parts['items'] });
  }
  if (key === 'has') {
    return simple({ value, operator: `has ${String(parts['mode'])}` as Operator, operand: parts['items'] });
  }
  if (key === 'in_last' || key === 'in_next') {
    return simple({ value, operator: key, operand: parts['duration'] });
  }
  if (key === 'before' || key === 'after') {
    return 'ago' in parts ? simple({ value, operator: `${key}_ago`, operand: parts['ago'] }) : simple({ value, operator: key, operand: parts['moment'] });
  }
  return matchKeys.includes(key) ? simple({ value, operator: `${negated}${key}` as Operator, operand: parts['text'] }) : null;
}

function compareOf(value: Node, op: Operator, right: unknown): Comparison | null {
  const isConstant = right === null || (isNode(right) && ['text', 'number', 'percent', 'boolean', 'date', 'instant', 'local_time'].includes(keyOf(right)));
  if (!isConstant) {
    return null;
  }
  const only = right as Constant | null;
  if (only && 'boolean' in only) {
    // `x = true` says what `x` alone says, but stays as it was written; only `= false` has a block of its own.
    return op === '=' && !only.boolean ? simple({ value, operator: 'is false', operand: undefined }) : null;
  }
  return simple({ value, operator: op, operand: right });
}

/** Only paths and aggregates have blocks. */
function simple(comparison: Comparison): Comparison | null {
  return isNode(comparison.value) && (keyOf(comparison.value) === 'path' || aggregateOf(comparison.value)) ? comparison : null;
}

/** Puts a comparison together. */
export function nodeOf({ value, operator, operand }: Comparison): Node {
  const negated = operator.startsWith('not ') ? { negated: true } : {};
  const key = operator.replace('not ', '');
  switch (operandKindOf(operator)) {
    case 'none':
      return operator === 'is true'
        ? keyOf(value) === 'path' ? value : { compare: { left: value, op: '=', right: { boolean: true } } }
        : operator === 'is false'
          ? { compare: { left: value, op: '=', right: { boolean: false } } }
          : { [operator]: value };
    case 'constant':
      return { compare: { left: value, op: operator, right: operand ?? null } };
    case 'constants':
    case 'categories':
      return key.startsWith('has ') ? { has: { value, mode: key.slice(4), items: operand ?? [] } } : { [key]: { value, items: operand ?? [], ...negated } };
    case 'range': {
      const [low, high] = (operand ?? [null, null]) as [unknown, unknown];
      return { between: { value, low, high } };
    }
    case 'duration':
      return key.endsWith('_ago') ? { [key.slice(0, -4)]: { value, ago: operand ?? null } } : { [key]: { value, duration: operand ?? null } };
    case 'moment':
      return { [key]: { value, moment: operand ?? null } };
    case 'text':
      return { [key]: { value, text: operand ?? null, ...negated } };
  }
}

/** The same comparison with another operator, keeping what still fits of what it is compared with. */
export function withOperator(comparison: Comparison, operator: Operator): Comparison {
  const before = operandKindOf(comparison.operator);
  const after = operandKindOf(operator);
  const { operand } = comparison;
  if (before === after) {
    return { ...comparison, operator };
  }
  const items = wordsOf(operand);
  const asConstants = Array.isArray(operand) && before === 'constants' ? operand : items.map((text) => ({ text }));
  const kept: Record<OperandKind, unknown> = {
    none: undefined,
    constant: before === 'constants' && Array.isArray(operand) ? (operand[0] ?? null) : before === 'range' ? (operand as unknown[])[0] : items[0] !== undefined ? { text: items[0] } : null,
    constants: before === 'constant' && operand ? [operand] : asConstants,
    categories: items,
    text: items[0] ?? null,
    range: before === 'constant' ? [operand, null] : [null, null],
    duration: '30 days',
    moment: null,
  };
  return { ...comparison, operator, operand: kept[after] };
}

/** The texts in what something is compared with. */
export function wordsOf(operand: unknown): string[] {
  if (typeof operand === 'string') {
    return [operand];
  }
  if (Array.isArray(operand)) {
    return operand.flatMap(wordsOf);
  }
  return isNode(operand) && typeof operand['text'] === 'string' ? [operand['text']] : [];
}

/** How a clause is shown: as a comparison of a field, as rows with a filter, as membership, or as text. */
export type Shape = 'field' | 'rows' | 'membership' | 'text';

export function shapeOf(node: Node): Shape {
  const quantifier = quantifierOf(node);
  if (quantifier) {
    return (node[quantifier] as Node)['then'] === undefined ? 'rows' : 'text';
  }
  const key = keyOf(node);
  if (key === 'in_segment' || key === 'in_list') {
    return 'membership';
  }
  const comparison = comparisonOf(node);
  return comparison === null ? 'text' : aggregateOf(comparison.value) ? 'rows' : 'field';
}
