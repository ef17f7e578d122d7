import { describe, expect, it } from 'vitest';
import { sankeyOf } from './sankey';

describe('a flow between groups', () => {
  const flow = {
    instants: ['a', 'b', 'c'],
    groups: ['One', 'Two'],
    links: [
      { step: 0, from: 'One', to: 'Two', count: 3 },
      { step: 0, from: null, to: 'One', count: 1 },
      { step: 1, from: 'Two', to: 'Two', count: 3 },
      { step: 1, from: 'One', to: null, count: 1 },
    ],
  };

  it('has a node for each group at each instant that somebody is in', () => {
    const { nodes } = sankeyOf(flow, 'Outside');
    expect(nodes.map((node) => `${node.depth} ${node.group}`)).toEqual(['0 One', '0 Outside', '1 One', '1 Two', '2 Two', '2 Outside']);
  });

  it('keeps the counts', () => {
    const { nodes, links } = sankeyOf(flow, 'Outside');
    expect(links.map((link) => link.value)).toEqual([3, 1, 3, 1]);
    expect(links.every((link) => nodes.some((node) => node.name === link.source) && nodes.some((node) => node.name === link.target))).toBe(true);
  });
});
