import { renderInTestApp } from '@backstage/frontend-test-utils';
import { litemaasApiRef } from '@litemaas/backstage-plugin-litemaas-react';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { InMemoryLitemaas } from '../../../dev/InMemoryLitemaas';
import type { Variant } from '../../../dev/variant';
import { approvalsRouteRef } from '../../routes';
import { ApprovalsPage } from './ApprovalsPage';

function open(variant: Variant) {
  const portal = new InMemoryLitemaas(variant);
  const decide = jest.spyOn(portal, 'decide');
  renderInTestApp(<ApprovalsPage />, {
    apis: [[litemaasApiRef, portal]],
    mountPath: '/litemaas/approvals',
    initialRouteEntries: ['/litemaas/approvals'],
    mountedRoutes: { '/litemaas/approvals': approvalsRouteRef },
  });
  return {
    decide,
    user: userEvent.setup(),
    batches: () => decide.mock.calls.map(([{ ids }]) => ids.length),
  };
}

async function approveAll(user: ReturnType<typeof userEvent.setup>) {
  await user.click(await screen.findByLabelText('Select all 242 matching'));
  expect(await screen.findByText('242 selected')).toBeInTheDocument();
  await user.click(
    screen.getByText('Approve', { selector: '[class*=primary] *' }),
  );
  const dialog = await screen.findByRole('dialog');
  expect(
    within(dialog).getByText('72 people, at most $33,640 a month.'),
  ).toBeInTheDocument();
  await user.click(within(dialog).getByRole('button', { name: 'Approve' }));
}

it('decides all that match, on the page or not, a hundred at a time, and tries only the failed one again', async () => {
  const { user, batches, decide } = open('many');
  await approveAll(user);
  expect(
    await screen.findByText(
      /240 approved · 1 already decided by Ben Carter · 1 failed:/,
    ),
  ).toBeInTheDocument();
  expect(batches()).toEqual([100, 100, 42]);
  const ids = decide.mock.calls.flatMap(([request]) => request.ids);
  expect(new Set(ids).size).toBe(242);
  // Decided rows stay, in their places.
  expect(screen.getAllByText('Active')).toHaveLength(49);

  await user.click(screen.getByText('Retry'));
  expect(
    await screen.findByText(/241 approved · 1 already decided by Ben Carter$/),
  ).toBeInTheDocument();
  expect(batches()).toEqual([100, 100, 42, 1]);
});

it('says what was decided when the portal goes away between two batches, and tries the rest again', async () => {
  const { user, batches, decide } = open('many');
  await screen.findByText('243 requests wait');
  decide
    .mockImplementationOnce(async ({ ids }) => ({
      results: ids.map(id => ({
        id,
        outcome: 'approved',
        by: null,
        subscription: null,
      })),
    }))
    .mockRejectedValueOnce(new TypeError('Failed to fetch'));
  await approveAll(user);
  expect(
    await screen.findByText(/100 approved · 142 failed:/),
  ).toBeInTheDocument();
  expect(batches()).toEqual([100, 100]);

  await user.click(screen.getByText('Retry'));
  expect(
    await screen.findByText(
      /240 approved · 1 already decided by Ben Carter · 1 failed:/,
    ),
  ).toBeInTheDocument();
  expect(batches()).toEqual([100, 100, 100, 42]);
});

it('never offers to decide one’s own request, and names who can', async () => {
  const { user } = open('full');
  const own = (await screen.findByText(/^Your own request/)).closest('tr');
  expect(own).toHaveTextContent(
    'Your own request: Ana Ruiz and Ben Carter can decide.',
  );
  expect(own?.querySelector('button, input')).toBeNull();

  await user.click(screen.getByLabelText('Select all 20 matching'));
  expect(await screen.findByText('20 selected')).toBeInTheDocument();
  expect(
    screen.getByText(
      'Your own request is left out: Ana Ruiz and Ben Carter can decide.',
    ),
  ).toBeInTheDocument();
});

it('asks for a reason before it denies, and begins another selection with another search', async () => {
  const { user, decide } = open('full');
  await user.click(
    await screen.findByLabelText(
      'Deny the request of Olga Silva for GPT-4o (EU)',
    ),
  );
  const dialog = await screen.findByRole('dialog');
  await user.click(within(dialog).getByRole('button', { name: 'Deny' }));
  expect(await within(dialog).findByText(/^Say why/)).toBeInTheDocument();
  expect(decide).not.toHaveBeenCalled();
  await user.type(within(dialog).getByLabelText(/Reason/), 'Too dear.');
  await user.click(within(dialog).getByRole('button', { name: 'Deny' }));
  expect(await screen.findByText(/1 denied$/)).toBeInTheDocument();
  expect(decide.mock.calls[0][0]).toMatchObject({
    decision: 'deny',
    reason: 'Too dear.',
  });

  await user.click(screen.getByLabelText(/^Select all/));
  expect(await screen.findByText('19 selected')).toBeInTheDocument();
  await user.type(screen.getByLabelText(/^Find/), 'Ibrahim');
  await waitFor(() =>
    expect(screen.queryByText('19 selected')).not.toBeInTheDocument(),
  );
});

it('tells who approves nothing who does', async () => {
  open('member');
  expect(
    await screen.findByText('You approve no model’s requests'),
  ).toBeInTheDocument();
});
