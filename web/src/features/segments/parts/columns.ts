/** The columns of a list: between the commas outside of parentheses and quotes. */
export function splitColumns(list: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let quoted = false;
  let start = 0;
  for (let at = 0; at <= list.length; at++) {
    const character = list[at];
    if (character === '"') {
      quoted = !quoted;
    }
    depth += quoted ? 0 : character === '(' ? 1 : character === ')' ? -1 : 0;
    if (at === list.length || (character === ',' && depth === 0 && !quoted)) {
      parts.push(list.slice(start, at).trim());
      start = at + 1;
    }
  }
  return parts.filter((part) => part !== '');
}
