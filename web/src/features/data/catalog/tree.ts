import type { components } from '@/api/schema';

export type Category = components['schemas']['TaxonomyCount'];

/** The categories whose name or spelling has a text, with those above them; the whole tree where there is no text. */
export function filterTree(roots: readonly Category[], find: string): Category[] {
  const text = find.trim().toLowerCase();
  if (text === '') {
    return [...roots];
  }
  const kept: Category[] = [];
  for (const root of roots) {
    const own = root.name.toLowerCase().includes(text) || root.synonyms.some((synonym) => synonym.toLowerCase().includes(text));
    const children = own ? root.children : filterTree(root.children, find);
    if (own || children.length > 0) {
      kept.push({ ...root, children: [...children] });
    }
  }
  return kept;
}
