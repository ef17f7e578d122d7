import { describe, expect, it } from 'vitest';
import { placeOf } from './complete';

describe('the place of the cursor', () => {
  it.each([
    ['empl', { rows: null, wantsRows: false }],
    ['any(page', { rows: 'page', wantsRows: true }],
    ['any(page_view where pa', { rows: 'page_view', wantsRows: false }],
    ['any(page_view) and (', { rows: null, wantsRows: false }],
    ['count(usage.minutes where (', { rows: 'usage.minutes', wantsRows: false }],
  ])('%s', (text, place) => expect(placeOf(text)).toMatchObject(place));

  it('knows what a value in quotes is of', () => {
    expect(placeOf('any(page_view where page = "pri').quoted).toEqual({ text: 'pri', from: 28, path: 'page', isMembership: null });
    expect(placeOf('industry not in ("SaaS", "Fin').quoted).toMatchObject({ text: 'Fin', path: 'industry' });
    expect(placeOf('in segment("tar').quoted).toMatchObject({ isMembership: 'segment' });
    expect(placeOf('name = "a \\" b" and domain = "x').quoted).toMatchObject({ text: 'x', path: 'domain' });
  });
});
