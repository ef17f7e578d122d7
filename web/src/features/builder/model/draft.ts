import type { components } from '@/api/schema';
import type { Node } from './json';
import { emptyGroup, fromBlocks, toBlocks, type BlockGroup } from './query';
import type { Of } from './scope';

export type DraftInput = components['schemas']['DraftInput'];
export type Evaluated = components['schemas']['EvaluatedDefinition'];
export type SegmentDetail = components['schemas']['SegmentDetail'];

/** One of the two conditions of a definition, as text and as blocks; whichever was edited last says what it is. */
export interface Side {
  text: string;
  blocks: BlockGroup;
  edited: 'text' | 'blocks';
}

/** A definition that is being built. */
export interface Draft {
  title: string;
  of: Of;
  where: Side;
  exclude: Side;
  includeList: readonly string[];
  objective: string | null;
  owner: string;
  description: string;
  minimum: { display: number; email: number; sales: number };
  reviewEvery: string | null;
}

export const noSide: Side = { text: '', blocks: emptyGroup(), edited: 'text' };

/** A definition with nothing in it. */
export function emptyDraft(of: Of = 'accounts'): Draft {
  return {
    title: '',
    of,
    where: { ...noSide, blocks: emptyGroup() },
    exclude: { ...noSide, blocks: emptyGroup() },
    includeList: [],
    objective: null,
    owner: '',
    description: '',
    minimum: { display: 1000, email: 500, sales: 50 },
    reviewEvery: null,
  };
}

/** A side by its text and its JSON form. */
export function sideOf(text: string | null | undefined, json: unknown): Side {
  return { text: text ?? '', blocks: toBlocks(json as Node | null | undefined), edited: 'text' };
}

/** The draft of a segment as it is stored. */
export function draftOf(detail: SegmentDetail): Draft {
  const json = detail.json as { where?: unknown; exclude?: unknown; include_list?: string[]; review_every?: string };
  const { segment } = detail;
  return {
    title: segment.title,
    of: segment.of as Of,
    where: sideOf(detail.where, json.where),
    exclude: sideOf(detail.exclude, json.exclude),
    includeList: json.include_list ?? [],
    objective: segment.objective ?? null,
    owner: segment.owner ?? '',
    description: segment.description ?? '',
    minimum: { display: Number(detail.minimum.display), email: Number(detail.minimum.email), sales: Number(detail.minimum.sales) },
    reviewEvery: json.review_every ?? null,
  };
}

/** A side as it is sent; null where nothing is written. */
export function conditionOf(side: Side): { text?: string; json?: Node } | null {
  if (side.edited === 'blocks') {
    const { json } = fromBlocks(side.blocks);
    return json ? { json } : null;
  }
  return side.text.trim() === '' ? null : { text: side.text };
}

/** A draft as it is sent. */
export function inputOf(draft: Draft): DraftInput {
  return {
    where: (conditionOf(draft.where) ?? {}) as DraftInput['where'],
    exclude: conditionOf(draft.exclude) as DraftInput['exclude'],
    of: draft.of,
    includeList: [...draft.includeList],
    minimum: draft.minimum,
  } as DraftInput;
}

/** What follows by itself from an answer: the text of what was edited as blocks, the blocks of what was edited as text. */
export function withAnswer(draft: Draft, asked: DraftInput, answer: Evaluated): Draft {
  const { where, exclude } = answer.definition;
  return { ...draft, where: followed(draft.where, asked.where, where), exclude: followed(draft.exclude, asked.exclude ?? {}, exclude) };
}

function followed(side: Side, asked: { text?: string | null; json?: unknown }, answer: { text: string; json?: unknown }): Side {
  if (side.edited === 'blocks') {
    const text = asked.json ? answer.text : '';
    return text === side.text ? side : { ...side, text };
  }
  // What was typed since is not replaced by the blocks of what stood before.
  if ((asked.text ?? '') !== (side.text.trim() === '' ? '' : side.text)) {
    return side;
  }
  if (side.text.trim() === '') {
    return side.blocks.rules.length === 0 ? side : { ...side, blocks: emptyGroup() };
  }
  return answer.json && JSON.stringify(fromBlocks(side.blocks).json) !== JSON.stringify(answer.json) ? { ...side, blocks: toBlocks(answer.json as Node) } : side;
}
