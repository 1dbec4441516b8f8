import { renderInTestApp } from '@backstage/frontend-test-utils';
import { litemaasApiRef } from '@litemaas/backstage-plugin-litemaas-react';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { InMemoryLitemaas } from '../../../dev/InMemoryLitemaas';
import type { Variant } from '../../../dev/variant';
import { usageRouteRef } from '../../routes';
import { UsagePage } from './UsagePage';

beforeAll(() => {
  // Layout is not jsdom's: the chart keeps its first width.
  window.ResizeObserver = class {
    observe() {}
    unobserve() {}
    disconnect() {}
  };
});

function open(variant: Variant, search = '') {
  const portal = new InMemoryLitemaas(variant);
  const asked = {
    usage: jest.spyOn(portal, 'getUsage'),
    models: jest.spyOn(portal, 'listModels'),
    keys: jest.spyOn(portal, 'listKeys'),
  };
  renderInTestApp(<UsagePage />, {
    apis: [[litemaasApiRef, portal]],
    mountPath: '/litemaas/usage',
    initialRouteEntries: [`/litemaas/usage${search}`],
    mountedRoutes: { '/litemaas/usage': usageRouteRef },
  });
  return { asked, user: userEvent.setup() };
}

it('shows the same figures on the cards and in the totals row', async () => {
  open('full');
  const table = await screen.findByRole('table', { name: 'The same numbers' });
  const totals = within(table).getByText('Total').closest('tr');
  for (const [card, figure] of [
    ['Spend', /^\$[\d.]+$/],
    ['Requests', /^[\d,]+$/],
    ['Tokens', /^[\d.]+ M$/],
    ['Success rate', /^[\d.]+%$/],
  ] as const) {
    const heading = screen.getByRole('heading', { name: card });
    const body = heading.closest<HTMLElement>(
      '[class*="card"]:not([class*="__"])',
    );
    const shown = within(body ?? document.body).getByText(figure).textContent;
    expect(totals).toHaveTextContent(String(shown).replace(/\s/g, ' '));
  }
});

it('narrows to a row’s item, and says what is narrowed to', async () => {
  const { user, asked } = open('full');
  await user.click(await screen.findByLabelText('Show only Mistral Large'));
  await waitFor(() =>
    expect(asked.usage).toHaveBeenLastCalledWith(
      expect.objectContaining({
        modelId: '01940000-0000-7000-8000-000000001004',
      }),
      expect.anything(),
    ),
  );
  await waitFor(() =>
    expect(screen.getByRole('combobox', { name: 'Model' })).toHaveValue(
      'Mistral Large',
    ),
  );
  // What the page is narrowed to already is no link.
  await waitFor(() =>
    expect(
      screen.queryByLabelText('Show only Mistral Large'),
    ).not.toBeInTheDocument(),
  );
});

it('finds any model and any key by searching on the server, with the keyboard alone', async () => {
  const { user, asked } = open('many', '?owner=all');
  await screen.findByText('Latest requests');
  const model = screen.getByRole('combobox', { name: 'Model' });
  model.focus();
  await user.keyboard('Whisper 142');
  expect(await screen.findByText('Whisper 142')).toBeInTheDocument();
  // On a busy machine a part of the words is searched for first, and finds it, too.
  await waitFor(() =>
    expect(asked.models).toHaveBeenLastCalledWith(
      expect.objectContaining({ search: 'Whisper 142', limit: 20 }),
      expect.anything(),
    ),
  );
  await waitFor(() => expect(screen.getAllByRole('option')).toHaveLength(1));
  await user.keyboard('{ArrowDown}{Enter}');
  expect(model).toHaveFocus();
  await waitFor(() => expect(model).toHaveValue('Whisper 142'));
  expect(asked.usage).toHaveBeenLastCalledWith(
    expect.objectContaining({
      modelId: expect.stringMatching(/^01940000-.*241$/),
    }),
    expect.anything(),
  );

  const key = screen.getByRole('combobox', { name: 'Key' });
  key.focus();
  await user.keyboard('{ArrowDown}');
  expect(
    await screen.findByText(/^The first 20 of \d+: type to find others$/),
  ).toBeInTheDocument();
  await user.keyboard('{Escape}');
  await waitFor(() => expect(key).toHaveAttribute('aria-expanded', 'false'));
});

it('does not send what looks like a key to be searched for', async () => {
  const { user, asked } = open('many');
  await screen.findByText('Latest requests');
  await user.click(screen.getByRole('combobox', { name: 'Key' }));
  await user.paste('sk-canary-1234567890');
  expect(await screen.findByText(/not by the key itself$/)).toBeInTheDocument();
  expect(JSON.stringify(asked.keys.mock.calls)).not.toContain('canary');
});

it('takes an item out of the chart and back in by keyboard', async () => {
  const { user } = open('full');
  const item = await screen.findByRole('button', { name: 'Other (4)' });
  item.focus();
  await user.keyboard(' ');
  expect(item).toHaveAttribute('aria-pressed', 'false');
  await user.keyboard('{Enter}');
  expect(item).toHaveAttribute('aria-pressed', 'true');
});

it('opens a refused call to its cause: the limit, what was used, when it resets, who may raise it', async () => {
  const { user } = open('full');
  const refused = (
    await screen.findByText('Refused (subscription budget)')
  ).closest('tr');
  await user.click(within(refused ?? document.body).getByRole('button'));
  expect(
    await screen.findByText(
      /^\$20\.00312 of \$20 used · resets .*, by 00:15 UTC · Can be raised by Ana Ruiz$/,
    ),
  ).toBeVisible();
});
