import { renderInTestApp } from '@backstage/frontend-test-utils';
import { litemaasApiRef } from '@litemaas/backstage-plugin-litemaas-react';
import { act, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import {
  apiKeysRouteRef,
  modelsRouteRef,
  subscriptionsRouteRef,
} from '../../routes';
import { testPortal } from '../../testing/testPortal';
import { testWindow } from '../../testing/testWindow';
import { SubscriptionsPage } from './SubscriptionsPage';

describe('Subscriptions', () => {
  it('keeps a new key’s value on the screen when the drawer it was asked for in goes away', async () => {
    const { resizeTo } = show();
    await userEvent.click(
      await screen.findByRole('link', { name: 'GPT-4o (EU)' }),
    );
    await userEvent.click(
      await screen.findByRole('button', { name: 'Create key' }),
    );
    const form = within(await screen.findByRole('dialog'));
    await waitFor(() =>
      expect(form.getByRole('checkbox', { name: 'GPT-4o (EU)' })).toBeChecked(),
    );
    await waitFor(() =>
      expect(form.getByRole('textbox', { name: 'Name' })).not.toHaveValue(''),
    );
    await userEvent.click(form.getByRole('button', { name: 'Create key' }));
    const reveal = within(
      await screen.findByRole('dialog', { name: /^your key/i }),
    );
    await userEvent.click(reveal.getByRole('button', { name: 'Show the key' }));
    const value = reveal.getByLabelText('Key').textContent;
    expect(value).toMatch(/^sk-[\w-]{43}$/);

    act(() => resizeTo(700));

    expect(
      screen.queryByRole('button', { name: 'Close details', hidden: true }),
    ).not.toBeInTheDocument();
    expect(reveal.getByLabelText('Key')).toHaveTextContent(value ?? '');
    act(() => resizeTo(1400));
    expect(reveal.getByLabelText('Key')).toHaveTextContent(value ?? '');
  });

  it('asks before it ends one, and then offers no more to do with it', async () => {
    const { portal } = show();
    const menu = { name: 'Actions of GPT-4o (EU)' };
    await userEvent.click(await screen.findByRole('button', menu));
    await userEvent.click(
      screen.getByRole('menuitem', { name: 'End subscription' }),
    );
    const dialog = within(await screen.findByRole('dialog'));
    expect(dialog.getByText(/taken from 1 key/)).toBeVisible();
    expect(portal.calls.filter(call => call.method !== 'GET')).toEqual([]);
    await userEvent.click(
      dialog.getByRole('button', { name: 'End subscription' }),
    );

    await waitFor(() =>
      expect(screen.queryByRole('button', menu)).not.toBeInTheDocument(),
    );
  });
});

function show() {
  const portal = testPortal();
  const { resizeTo } = testWindow();
  renderInTestApp(<SubscriptionsPage />, {
    apis: [[litemaasApiRef, portal.client]],
    mountPath: '/litemaas/subscriptions/*',
    initialRouteEntries: ['/litemaas/subscriptions'],
    mountedRoutes: {
      '/litemaas/subscriptions': subscriptionsRouteRef,
      '/litemaas/api-keys': apiKeysRouteRef,
      '/litemaas/models': modelsRouteRef,
    },
  });
  return { portal, resizeTo };
}
