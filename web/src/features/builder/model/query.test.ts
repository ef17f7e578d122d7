import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Node } from './json';
import { comparisonOf, nodeOf, shapeOf } from './leaf';
import { blockOf, emptyGroup, fromBlocks, isGroup, toBlocks, type Block, type BlockGroup } from './query';

const cases = readFileSync(join(import.meta.dirname, 'cases.ndjson'), 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as Node);

function blocksOf(group: BlockGroup): Block[] {
  return group.rules.flatMap((rule) => (isGroup(rule) ? blocksOf(rule) : [rule]));
}

describe('blocks', () => {
  it('say what every case says', () => {
    expect(cases.length).toBeGreaterThan(500);
    for (const json of cases) {
      const blocks = toBlocks(json);
      expect(fromBlocks(blocks).json).toEqual(json);
      expect(fromBlocks(blocks).incomplete.size).toBe(0);
    }
  });

  it('take comparisons apart and put them together unchanged', () => {
    let comparisons = 0;
    for (const block of cases.flatMap((json) => blocksOf(toBlocks(json)))) {
      const comparison = comparisonOf(block.value);
      if (comparison) {
        comparisons++;
        expect(nodeOf(comparison)).toEqual(block.value);
      }
    }
    expect(comparisons).toBeGreaterThan(200);
  });

  it('have a form for most clauses, and text for the others', () => {
    const shapes = new Set(cases.flatMap((json) => blocksOf(toBlocks(json))).map((block) => shapeOf(block.value)));
    expect([...shapes].sort()).toEqual(['field', 'membership', 'rows', 'text']);
  });

  it('know the place of each block in what they say', () => {
    const first = blockOf({ path: 'a' });
    const second = blockOf({ path: 'b' });
    const inner: BlockGroup = { ...emptyGroup('or'), not: true, rules: [blockOf({ path: 'c' }), second] };
    const root: BlockGroup = { ...emptyGroup(), rules: [first, inner] };
    const { json, paths } = fromBlocks(root);
    expect(json).toEqual({ and: [{ path: 'a' }, { not: { or: [{ path: 'c' }, { path: 'b' }] } }] });
    expect(paths.get(first.id)).toBe('$.and[0]');
    expect(paths.get(inner.id)).toBe('$.and[1]');
    expect(paths.get(second.id)).toBe('$.and[1].not.or[1]');
  });

  it('leave out what is not filled in, and close the gap', () => {
    const gap = blockOf({ compare: { left: { path: 'employees' }, op: '>=', right: null } });
    const whole = blockOf({ path: 'a' });
    const { json, paths, incomplete } = fromBlocks({ ...emptyGroup(), rules: [gap, whole] });
    expect(json).toEqual({ path: 'a' });
    expect(paths.get(whole.id)).toBe('$');
    expect(incomplete).toEqual(new Set([gap.id]));
    expect(fromBlocks({ ...emptyGroup(), rules: [gap] }).json).toBeNull();
  });

  it('leave out a filter that is not filled in, but not the rows it filters', () => {
    const rows = blockOf({ any: { source: 'page_view', where: { compare: { left: { path: 'page' }, op: '=', right: null } } } });
    expect(fromBlocks({ ...emptyGroup(), rules: [rows] }).json).toEqual({ any: { source: 'page_view' } });
  });
});
