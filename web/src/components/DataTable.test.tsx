import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { renderPart } from '@/test/render';
import { DataTable } from './DataTable';

const rows = [
  { id: 'b', size: 2 },
  { id: 'a', size: 10 },
];

const columns = [
  { accessorKey: 'id', header: 'Account' },
  { accessorKey: 'size', header: 'Size' },
] as never[];

describe('DataTable', () => {
  it('sorts by a column that is clicked, and says so', async () => {
    renderPart(<DataTable label="Accounts" columns={columns} rows={rows} rowId={(row) => row.id} />);
    await userEvent.click(screen.getByRole('button', { name: 'Account' }));
    expect(screen.getByRole('columnheader', { name: 'Account' })).toHaveAttribute('aria-sort', 'ascending');
    expect(within(screen.getAllByRole('row')[1]!).getByText('a')).toBeInTheDocument();
  });

  it('opens a row by keyboard', async () => {
    const opened = vi.fn();
    renderPart(<DataTable label="Accounts" columns={columns} rows={rows} rowId={(row) => row.id} onOpen={opened} />);
    screen.getAllByRole('row')[1]!.focus();
    await userEvent.keyboard('{Enter}');
    expect(opened).toHaveBeenCalledWith(rows[0]);
  });

  it('says what stands where there are no rows', () => {
    renderPart(<DataTable label="Accounts" columns={columns} rows={[]} rowId={() => ''} empty="No accounts" />);
    expect(screen.getByText('No accounts')).toBeInTheDocument();
  });
});
