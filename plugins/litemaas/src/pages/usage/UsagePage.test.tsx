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
    expect(screen.getByLabelText('Model', { selector: 'input' })).toHaveValue(
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

it('is narrowed by model and key, found by typing', async () => {
  const { user, asked } = open('full', '?owner=all');
  await screen.findByText('Latest requests');
  await user.click(screen.getByLabelText('Model', { selector: 'input' }));
  await user.paste('Whisper');
  await user.click(await screen.findByText('whisper-1'));
  await user.click(screen.getByLabelText('Key', { selector: 'input' }));
  await user.paste('staging');
  await user.click(await screen.findByText(/· checkout$/));
  await waitFor(() =>
    expect(asked.usage).toHaveBeenLastCalledWith(
      expect.objectContaining({
        modelId: '01940000-0000-7000-8000-000000001010',
        keyId: '01940000-0000-7000-8000-000000003005',
      }),
      expect.anything(),
    ),
  );
  expect(asked.keys).toHaveBeenLastCalledWith(
    expect.objectContaining({ owner: 'all' }),
    expect.anything(),
  );
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
