import { describe, expect, it } from 'vitest';
import { compare, placeOf, type ComparedFact, type Pair } from './duplicates/review';
import { filterTree, type Category } from './catalog/tree';
import { follow, nothingShown, snippets, type LiveMessage } from './events/stream';
import { choiceOf, fieldName, formatBytes, leaveOut, newField, withTarget, type MappedColumn, type PreviewedFile } from './import/model';
import { changedCells, mendedRows } from './import/rejects';
import { moved } from './sources/order';

const column = (name: string, target: string | null, isNew = false): MappedColumn => ({
  column: name, target, type: 'text', isNew, decimalComma: false, dates: 'unknown', scale: 1, clears: false, why: '', filled: 1, distinct: 1, examples: [], unreadable: 0, unreadableExample: null, suggestions: [],
});
const file = { columns: [column('Name', 'name'), column('Seats', null)] } as unknown as PreviewedFile;

describe('the mapping of a file', () => {
  it('sends a column to a field, to a new one, or nowhere, and leaves the others', () => {
    expect(withTarget(file, 'Seats', 'employees')[1]).toMatchObject({ target: 'employees', newType: null });
    expect(withTarget(file, 'Seats', newField, 'number')[1]).toMatchObject({ target: 'seats', newType: 'number' });
    expect(withTarget(file, 'Name', leaveOut)[0]).toMatchObject({ target: null });
    expect(withTarget(file, 'Seats', 'employees')[0]).toMatchObject({ target: 'name' });
  });

  it('tells which choice a column has', () => {
    expect(choiceOf(column('a', 'name'))).toBe('name');
    expect(choiceOf(column('a', 'other', true))).toBe(newField);
    expect(choiceOf(column('a', null))).toBe(leaveOut);
  });

  it.each([
    ['Number of Employees', 'number_of_employees'],
    ['AnnualRevenue', 'annual_revenue'],
    ['2nd Name', 'nd_name'],
    ['***', 'field'],
  ])('makes a field name of %s', (name, expected) => expect(fieldName(name)).toBe(expected));

  it('writes lengths', () => expect([formatBytes(12), formatBytes(2048), formatBytes(5 << 20)]).toEqual(['12 B', '2.0 KiB', '5.0 MiB']));
});

describe('mended rows', () => {
  const rows = [{ row: 3, field: 'employees', reason: 'not a number', cells: ['a', 'many'] }, { row: 7, field: 'domain', reason: 'missing', cells: ['b', null as unknown as string] }];

  it('are those in which something changed, with all their cells', () => {
    expect(mendedRows(rows, { 3: { 1: '12' }, 7: { 0: 'b' } })).toEqual([{ row: 3, cells: ['a', '12'] }]);
    expect(changedCells(rows[1]!, { 7: { 1: 'x.example' } })).toEqual(['b', 'x.example']);
  });
});

describe('the stream of events', () => {
  const message = { messageId: 'm1', outcome: 'taken', events: [{ id: 'e1', type: 'page_view', at: '' }] } as unknown as LiveMessage;

  it('joins changes of membership to the message that made them', () => {
    const change = { messageId: 'e1', segment: 'hot', of: 'accounts', id: 'a', entered: true };
    const shown = follow(follow(nothingShown, 'message', JSON.stringify(message)), 'membership', JSON.stringify(change));
    expect(shown.messages[0]?.changes).toEqual([change]);
    expect(follow(shown, 'membership', JSON.stringify({ ...change, messageId: 'other' }))).toBe(shown);
  });

  it('keeps the newest and counts what was left out', () => {
    let shown = nothingShown;
    for (let i = 0; i < 310; i++) {
      shown = follow(shown, 'message', JSON.stringify({ ...message, messageId: `m${i}` }));
    }
    expect(shown.messages).toHaveLength(300);
    expect(shown.messages[0]?.message.messageId).toBe('m309');
    expect(follow(shown, 'skipped', '{"messages":4}').skipped).toBe(4);
  });

  it('writes how to send events with the key', () => {
    const code = snippets('https://strata.example', 'k1');
    expect(code.curl).toContain('-u k1:');
    expect(code.browser).toContain("apiHost: 'strata.example/v1'");
    expect(snippets('http://localhost:5100', '').node).toContain('YOUR_WRITE_KEY');
  });
});

describe('lists', () => {
  it('move entries within their bounds', () => {
    expect(moved(['a', 'b', 'c'], 2, -1)).toEqual(['a', 'c', 'b']);
    expect(moved(['a', 'b'], 0, -1)).toEqual(['a', 'b']);
  });

  it('show the fields that differ first', () => {
    const fact = (field: string, value: string): ComparedFact => ({ field, value, source: 'crm', observedAt: '', verifiedAt: '' });
    const rows = compare([fact('name', 'Acme'), fact('city', 'Kiel')], [fact('name', 'Acme'), fact('city', 'Bonn'), fact('phone', '1')]);
    expect(rows.map((row) => [row.field, row.differs])).toEqual([['city', true], ['name', false], ['phone', false]]);
  });

  it('find the pair that is looked at', () => {
    const pairs = ['1', '2'].map((id) => ({ first: { id }, second: { id: `${id}b` } })) as unknown as Pair[];
    expect(placeOf(pairs, '2', '2b')).toBe(1);
    expect(placeOf(pairs, 'x', 'y')).toBe(0);
  });

  it('keep the categories above one that is found', () => {
    const node = (name: string, children: Category[] = [], synonyms: string[] = []): Category => ({ name, synonyms, own: 0, total: 0, children });
    const tree = [node('Europe', [node('DACH', [node('Germany', [], ['Deutschland']), node('Austria')])]), node('Asia')];
    expect(filterTree(tree, 'deutsch')).toEqual([node('Europe', [node('DACH', [node('Germany', [], ['Deutschland'])])])]);
    expect(filterTree(tree, '')).toHaveLength(2);
  });
});
