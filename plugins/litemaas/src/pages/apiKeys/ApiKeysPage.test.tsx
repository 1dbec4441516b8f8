import { webcrypto } from 'node:crypto';
import { renderInTestApp } from '@backstage/frontend-test-utils';
import { litemaasApiRef } from '@litemaas/backstage-plugin-litemaas-react';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useLocation } from 'react-router-dom';
import {
  apiKeysRouteRef,
  modelsRouteRef,
  subscriptionsRouteRef,
  usageRouteRef,
} from '../../routes';
import { ApiKeysPage } from './ApiKeysPage';
import { testPortal } from '../../testing/testPortal';
import { testWindow } from '../../testing/testWindow';

const CANARY = 'sk-canary-8f2Jq7LmZr0aXk4T';

// jsdom has none.
Object.defineProperty(globalThis.crypto, 'subtle', {
  value: { digest: digestOf },
});
describe('API keys', () => {
  it('sends only the hash of a pasted key, and puts neither into the address', async () => {
    const { calls } = show();
    await screen.findByRole('link', { name: 'ticket-summaries' });

    await userEvent.click(screen.getByRole('textbox', { name: /find a key/i }));
    await userEvent.paste(CANARY);

    await waitFor(() =>
      expect(
        screen.queryByRole('link', { name: 'ticket-summaries' }),
      ).not.toBeInTheDocument(),
    );
    expect(screen.getByRole('link', { name: 'laptop' })).toBeInTheDocument();
    const hash = Buffer.from(await digestOf('', CANARY)).toString('hex');
    expect(calls.some(call => call.url.includes(`hash=${hash}`))).toBe(true);
    expect(JSON.stringify(calls)).not.toMatch(/sk-|canary/i);
    const address = screen.getByTestId('address').textContent;
    expect(address).not.toMatch(/sk-|canary/i);
    expect(address).not.toContain(hash);

    await userEvent.type(
      screen.getByRole('textbox', { name: /find a key/i }),
      'ticket',
    );
    expect(
      await screen.findByRole('link', { name: 'ticket-summaries' }),
    ).toBeInTheDocument();
  });

  it('revokes a key that was used today only after its name was typed', async () => {
    const { calls } = show();
    await choose('laptop', 'Revoke…');

    const dialog = within(await screen.findByRole('dialog'));
    expect(dialog.getByText(/214 times in the last 24 hours/)).toBeVisible();
    const revoke = dialog.getByRole('button', { name: 'Revoke' });
    // Reachable by keyboard, and says what it waits for.
    expect(revoke).toHaveAttribute('aria-disabled', 'true');
    expect(revoke).toHaveAccessibleDescription(/waits for it/);
    const name = dialog.getByRole('textbox', { name: /type laptop/i });
    await userEvent.type(name, 'lapto');
    await userEvent.click(revoke);
    expect(calls.filter(call => call.url.endsWith('/revoke'))).toEqual([]);
    await userEvent.type(name, 'p');
    await userEvent.click(revoke);

    await waitFor(() =>
      expect(screen.queryByRole('dialog')).not.toBeInTheDocument(),
    );
    expect(calls.filter(call => call.url.endsWith('/revoke'))).toHaveLength(1);
    expect(
      screen.getByRole('button', { name: 'Actions of laptop' }),
    ).toHaveFocus();
  });

  it('shows the portal’s answer at a limit above the maximum, and keeps what was typed', async () => {
    show();
    await choose('laptop', 'Edit…');

    const dialog = within(await screen.findByRole('dialog'));
    const limit = dialog.getByRole('textbox', { name: /money limit/i });
    await userEvent.type(limit, '999');
    await userEvent.click(dialog.getByRole('button', { name: 'Save' }));

    expect(
      await dialog.findByText('must be at most $20.00 a month'),
    ).toBeVisible();
    expect(limit).toHaveValue('999');
    expect(limit).toBeInvalid();
    expect(limit).toHaveFocus();
  });

  it('takes the focus into the key that opens, and back to its link when it closes', async () => {
    show();
    const link = await screen.findByRole('link', { name: 'laptop' });
    await userEvent.click(link);
    const heading = await screen.findByRole('heading', { name: 'laptop' });
    // The heading's part of the page has it: what one hears next is the key.
    expect(document.activeElement).toContainElement(heading);
    expect(link).not.toHaveFocus();

    await userEvent.keyboard('{Escape}');
    await waitFor(() => expect(heading).not.toBeInTheDocument());
    expect(screen.getByRole('link', { name: 'laptop' })).toHaveFocus();
  });

  it('keeps a new value on the screen when the row it was asked for in goes away', async () => {
    const portal = show();
    await choose('laptop', 'Replace…');
    portal.withhold('laptop');
    portal.withhold('laptop (replaced)');
    const question = within(await screen.findByRole('dialog'));
    await userEvent.click(question.getByRole('button', { name: 'Replace' }));

    const reveal = within(
      await screen.findByRole('dialog', { name: /your key laptop/i }),
    );
    await waitFor(() =>
      expect(screen.queryByText('laptop')).not.toBeInTheDocument(),
    );
    await userEvent.click(reveal.getByRole('button', { name: 'Show the key' }));
    expect(reveal.getByLabelText('Key')).toHaveTextContent(/^sk-[\w-]{43}$/);
  });
});

function show() {
  const portal = testPortal();
  testWindow();
  renderInTestApp(
    <>
      <ApiKeysPage />
      <Address />
    </>,
    {
      apis: [[litemaasApiRef, portal.client]],
      mountPath: '/litemaas/api-keys/*',
      initialRouteEntries: ['/litemaas/api-keys'],
      mountedRoutes: {
        '/litemaas/api-keys': apiKeysRouteRef,
        '/litemaas/models': modelsRouteRef,
        '/litemaas/subscriptions': subscriptionsRouteRef,
        '/litemaas/usage': usageRouteRef,
      },
    },
  );
  return portal;
}

async function choose(keyName: string, action: string) {
  await userEvent.click(
    await screen.findByRole('button', { name: `Actions of ${keyName}` }),
  );
  await userEvent.click(await screen.findByRole('menuitem', { name: action }));
}

function Address() {
  const { pathname, search, hash } = useLocation();
  return <output data-testid="address">{pathname + search + hash}</output>;
}

/** `node:crypto` in the place of the browser's: jsdom's arrays are of another realm. */
async function digestOf(_name: string, data: string | ArrayLike<number>) {
  const bytes =
    typeof data === 'string' ? Buffer.from(data) : Uint8Array.from(data);
  return webcrypto.subtle.digest('SHA-256', Buffer.from(bytes));
}
