/** The JSON form of the language, as `docs/segment.schema.json` publishes it. What is not filled in yet is null. */

/** A constant. */
export type Constant =
  | { text: string }
  | { number: number }
  | { percent: number }
  | { boolean: boolean }
  | { date: string }
  | { local_time: string }
  | { instant: string };

/** Which instants of an event count. */
export type Window =
  | { last: string }
  | { previous: string }
  | { this_unit: string }
  | { previous_unit: string }
  | { since: Constant | null }
  | { before: Constant | null }
  | { between: [Constant, Constant] | null }
  | { ever: true };

/** What an aggregate or a quantifier speaks of; `W` is how its filter is written. */
export interface Rows<W> {
  source: string;
  property?: string;
  where?: W;
  window?: Window;
  then?: unknown[];
}

export const aggregates = ['count', 'sum', 'avg', 'min', 'max', 'distinct', 'first', 'last'] as const;
export type Aggregate = (typeof aggregates)[number];

export const quantifiers = ['any', 'none', 'every'] as const;
export type Quantifier = (typeof quantifiers)[number];

/** A condition or value as JSON: an object with one key. */
export type Node = Record<string, unknown>;

/** The one key of a node. */
export function keyOf(node: Node): string {
  return Object.keys(node)[0] ?? '';
}

/** Whether a value is an object of JSON. */
export function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The name of the aggregate that a value is; undefined for another value. */
export function aggregateOf(value: unknown): Aggregate | undefined {
  const key = isNode(value) ? keyOf(value) : '';
  return aggregates.find((name) => name === key);
}

/** The quantifier that a condition is; undefined for another condition. */
export function quantifierOf(node: unknown): Quantifier | undefined {
  const key = isNode(node) ? keyOf(node) : '';
  return quantifiers.find((name) => name === key);
}
