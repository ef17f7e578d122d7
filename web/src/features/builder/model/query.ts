import { generateID } from 'react-querybuilder';
import { aggregateOf, isNode, keyOf, quantifierOf, type Node } from './json';

/** A group of blocks: the `and`, `or` and negated groups of a definition. */
export interface BlockGroup {
  id: string;
  combinator: 'and' | 'or';
  not?: boolean;
  rules: (Block | BlockGroup)[];
}

/** A block: one clause. Its value is the clause in the JSON form, filters within it as groups of blocks; null where it is not filled in. */
export interface Block {
  id: string;
  field: string;
  operator: string;
  value: Node;
}

/** An empty group. */
export function emptyGroup(combinator: 'and' | 'or' = 'and'): BlockGroup {
  return { id: generateID(), combinator, rules: [] };
}

/** Whether this is a group of blocks. */
export function isGroup(value: unknown): value is BlockGroup {
  return isNode(value) && Array.isArray(value['rules']);
}

/** A block of a clause. */
export function blockOf(clause: Node): Block {
  return { id: generateID(), field: 'clause', operator: '=', value: withBlocks(clause) };
}

/** The blocks of a definition; none where nothing is written. */
export function toBlocks(json: Node | null | undefined): BlockGroup {
  if (!json) {
    return emptyGroup();
  }
  const found = groupOrBlock(json);
  return isGroup(found) ? found : { ...emptyGroup(), rules: [found] };
}

function groupOrBlock(json: Node): BlockGroup | Block {
  const key = keyOf(json);
  if (key === 'and' || key === 'or') {
    return { id: generateID(), combinator: key, rules: (json[key] as Node[]).map(groupOrBlock) };
  }
  if (key === 'not' && isNode(json['not']) && ['and', 'or'].includes(keyOf(json['not']))) {
    return { ...(groupOrBlock(json['not']) as BlockGroup), not: true };
  }
  return blockOf(json);
}

/** A clause with the filters in it as blocks. */
function withBlocks(node: Node): Node {
  return mapFilters(node, (filter) => toBlocks(filter as Node));
}

/** Changes the filter of the rows that a clause speaks of, wherever they stand in it: `any(… where FILTER)`, `count(… where FILTER) >= 2`. */
function mapFilters(node: Node, change: (filter: unknown) => unknown): Node {
  const key = keyOf(node);
  const inner = node[key];
  if (quantifierOf(node) || aggregateOf(node)) {
    const rows = inner as Node;
    // A sequence is kept as it is: it is edited as text.
    return rows['where'] === undefined || rows['then'] !== undefined ? node : { [key]: withoutNothing({ ...rows, where: change(rows['where']) }) };
  }
  if ((key === 'not' || key === 'known' || key === 'unknown') && isNode(inner)) {
    return { [key]: mapFilters(inner, change) };
  }
  if (isNode(inner)) {
    return { [key]: Object.fromEntries(Object.entries(inner).map(([name, part]) => [name, isPart(name, part) ? mapFilters(part as Node, change) : part])) };
  }
  return node;
}

function isPart(name: string, part: unknown): boolean {
  return (name === 'left' || name === 'right' || name === 'value') && isNode(part) && aggregateOf(part) !== undefined;
}

function withoutNothing(node: Node): Node {
  return Object.fromEntries(Object.entries(node).filter(([, value]) => value !== undefined));
}

/** The blocks with another clause in one of them. */
export function withClause(group: BlockGroup, id: string, clause: Node): BlockGroup {
  let isFound = false;
  const rules = group.rules.map((rule) => {
    const next = isGroup(rule) ? withClause(rule, id, clause) : rule.id === id ? { ...rule, value: clause } : rule;
    isFound ||= next !== rule;
    return next;
  });
  return isFound ? { ...group, rules } : group;
}

/** What blocks say, and where each of them stands in it. */
export interface WrittenBlocks {
  /** The definition; null where no block is filled in. */
  json: Node | null;
  /** The place of each block and group in the JSON form, by its id: `$.and[1]`; blocks that are not filled in have none. */
  paths: ReadonlyMap<string, string>;
  /** The blocks that are not filled in, and so do not count. */
  incomplete: ReadonlySet<string>;
}

/** The definition that blocks say. A group with one block in it is that block. */
export function fromBlocks(group: BlockGroup): WrittenBlocks {
  const incomplete = new Set<string>();
  const nodes = new Map<Node, string[]>();
  const json = write(group, nodes, incomplete);
  const paths = new Map<string, string>();
  if (json) {
    place(json, '$', nodes, paths);
  }
  return { json, paths, incomplete };
}

function write(part: Block | BlockGroup, nodes: Map<Node, string[]>, incomplete: Set<string>): Node | null {
  if (!isGroup(part)) {
    const clause = finished(part.value);
    if (clause) {
      nodes.set(clause, [...(nodes.get(clause) ?? []), part.id]);
    } else {
      incomplete.add(part.id);
    }
    return clause;
  }
  const operands = part.rules.map((rule) => write(rule, nodes, incomplete)).filter((operand) => operand !== null);
  if (operands.length === 0) {
    return null;
  }
  const inner = operands.length === 1 ? operands[0]! : { [part.combinator]: operands };
  const node = part.not ? { not: inner } : inner;
  nodes.set(node, [...(nodes.get(node) ?? []), part.id]);
  return node;
}

function place(node: Node, path: string, nodes: ReadonlyMap<Node, string[]>, paths: Map<string, string>) {
  for (const id of nodes.get(node) ?? []) {
    paths.set(id, path);
  }
  const key = keyOf(node);
  if (key === 'and' || key === 'or') {
    (node[key] as Node[]).forEach((operand, at) => place(operand, `${path}.${key}[${at}]`, nodes, paths));
  } else if (key === 'not') {
    place(node['not'] as Node, `${path}.not`, nodes, paths);
  }
}

/** A clause as it is sent: filters as JSON; null where something that it needs is not filled in. */
export function finished(clause: Node): Node | null {
  const written = mapFilters(clause, (filter) => (isGroup(filter) ? (fromBlocks(filter).json ?? undefined) : filter));
  return hasGaps(written) ? null : written;
}

function hasGaps(value: unknown): boolean {
  if (value === null) {
    return true;
  }
  if (Array.isArray(value)) {
    return value.length === 0 || value.some(hasGaps);
  }
  return isNode(value) && Object.values(value).some(hasGaps);
}
