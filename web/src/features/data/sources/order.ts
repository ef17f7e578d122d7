/** A list with one entry moved by some places; the list as it was where it would leave it. */
export function moved<T>(list: readonly T[], index: number, by: number): T[] {
  const to = index + by;
  if (to < 0 || to >= list.length || index < 0 || index >= list.length) {
    return [...list];
  }
  const next = [...list];
  const [entry] = next.splice(index, 1);
  next.splice(to, 0, entry!);
  return next;
}
