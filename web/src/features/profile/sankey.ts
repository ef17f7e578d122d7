/** A flow as the server says it; a side that is missing is outside of what is divided. */
export interface Flow {
  instants: readonly string[];
  groups: readonly string[];
  links: readonly { step: number; from?: string | null; to?: string | null; count: number }[];
}

/** A node of the chart: a group at an instant. */
export interface FlowNode {
  name: string;
  depth: number;
  group: string;
}

/** Nodes and links of a Sankey chart: groups at instants, in the order of the groups, without those that nobody is in. */
export function sankeyOf(flow: Flow, outside: string): { nodes: FlowNode[]; links: { source: string; target: string; value: number }[] } {
  const nameOf = (step: number, group: string) => `${step}\u0000${group}`;
  const used = new Set<string>();
  const links = flow.links.map((link) => {
    const source = nameOf(link.step, link.from ?? outside);
    const target = nameOf(link.step + 1, link.to ?? outside);
    used.add(source).add(target);
    return { source, target, value: link.count };
  });
  const nodes = flow.instants.flatMap((_, step) =>
    [...flow.groups, outside].map((group) => ({ name: nameOf(step, group), depth: step, group })).filter((node) => used.has(node.name)),
  );
  return { nodes, links };
}
