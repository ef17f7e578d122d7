/** The same list with one item at another place; places beyond an end are that end. */
export function move<T>(list: readonly T[], from: number, to: number): T[] {
  const moved = [...list];
  const [item] = moved.splice(from, 1);
  if (item !== undefined) {
    moved.splice(Math.max(0, Math.min(list.length - 1, to)), 0, item);
  }
  return moved;
}
