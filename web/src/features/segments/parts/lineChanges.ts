/** A line of two texts laid over each other. */
export interface LineChange {
  kind: 'same' | 'added' | 'removed';
  text: string;
}

/** The fewest lines removed and added that lead from one text to another. */
export function lineChanges(before: string, after: string): LineChange[] {
  const from = linesOf(before);
  const to = linesOf(after);
  // How many lines the rests have in common, from each place of both.
  const common = Array.from({ length: from.length + 1 }, () => new Array<number>(to.length + 1).fill(0));
  for (let i = from.length - 1; i >= 0; i--) {
    for (let j = to.length - 1; j >= 0; j--) {
      common[i]![j] = from[i] === to[j] ? common[i + 1]![j + 1]! + 1 : Math.max(common[i + 1]![j]!, common[i]![j + 1]!);
    }
  }
  const changes: LineChange[] = [];
  let i = 0;
  let j = 0;
  while (i < from.length || j < to.length) {
    if (i < from.length && j < to.length && from[i] === to[j]) {
      changes.push({ kind: 'same', text: from[i]! });
      i++;
      j++;
    } else if (i < from.length && (j === to.length || common[i + 1]![j]! >= common[i]![j + 1]!)) {
      changes.push({ kind: 'removed', text: from[i++]! });
    } else {
      changes.push({ kind: 'added', text: to[j++]! });
    }
  }
  return changes;
}

function linesOf(text: string): string[] {
  const lines = text.replace(/\n$/, '');
  return lines === '' ? [] : lines.split('\n');
}
