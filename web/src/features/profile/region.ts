/** The bounds of a region of the map, in values of fit and timing; a side that is left out is open. */
export interface RegionSearch {
  fitFrom?: number | undefined;
  fitTo?: number | undefined;
  timingFrom?: number | undefined;
  timingTo?: number | undefined;
}

const sides = ['fitFrom', 'fitTo', 'timingFrom', 'timingTo'] as const;

/** Reads a region from an address. */
export function readRegion(search: Record<string, unknown>): RegionSearch {
  return Object.fromEntries(sides.flatMap((side) => (search[side] !== undefined && search[side] !== '' && Number.isFinite(Number(search[side])) ? [[side, Number(search[side])]] : [])));
}

/** True where no side is bounded. */
export function isOpen(region: RegionSearch): boolean {
  return sides.every((side) => region[side] === undefined);
}

/** A number as the language writes it: no exponent, four digits at the most. */
export function numberText(value: number): string {
  return String(Number(value.toFixed(4)));
}

/** The clause of the language that selects a region of the market. */
export function regionClause(market: string, fit: string, timing: string, region: RegionSearch): string {
  const clauses = [
    market,
    ...(region.fitFrom === undefined ? [] : [`${fit} >= ${numberText(region.fitFrom)}`]),
    ...(region.fitTo === undefined ? [] : [`${fit} < ${numberText(region.fitTo)}`]),
    ...(region.timingFrom === undefined ? [] : [`${timing} >= ${numberText(region.timingFrom)}`]),
    ...(region.timingTo === undefined ? [] : [`${timing} < ${numberText(region.timingTo)}`]),
  ];
  return clauses.join(' and ');
}

/**
 * The region of cells that were brushed: from the lower edge of the first to the upper edge of the last. A side at the border of the map
 * is open, so that nobody on the border is lost; so is a timing from 0, which would leave out who has none.
 */
export function regionOfCells(cells: readonly { fit: number; timing: number }[], fitEdges: readonly number[], timingEdges: readonly number[]): RegionSearch {
  if (cells.length === 0) {
    return {};
  }
  const span = (places: number[], edges: readonly number[]): [number | undefined, number | undefined] => {
    const [first, last] = [Math.min(...places), Math.max(...places)];
    return [first === 0 ? undefined : edges[first], last >= edges.length - 2 ? undefined : edges[last + 1]];
  };
  const [fitFrom, fitTo] = span(
    cells.map((cell) => cell.fit),
    fitEdges,
  );
  const [timingFrom, timingTo] = span(
    cells.map((cell) => cell.timing),
    timingEdges,
  );
  return Object.fromEntries(Object.entries({ fitFrom, fitTo, timingFrom, timingTo }).filter(([, value]) => value !== undefined));
}
