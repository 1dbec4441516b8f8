import { renderInTestApp } from '@backstage/frontend-test-utils';
import { entityRouteRef } from '@backstage/plugin-catalog-react';
import { litemaasApiRef } from '@litemaas/backstage-plugin-litemaas-react';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { InMemoryLitemaas } from '../../../dev/InMemoryLitemaas';
import type { Variant } from '../../../dev/variant';
import { modelsRouteRef, subscriptionsRouteRef } from '../../routes';
import { ModelsPage } from './ModelsPage';

function open(variant: Variant, address = '/litemaas/models') {
  renderInTestApp(<ModelsPage />, {
    apis: [[litemaasApiRef, new InMemoryLitemaas(variant)]],
    mountPath: '/litemaas/models',
    initialRouteEntries: [address],
    mountedRoutes: {
      '/litemaas/models': modelsRouteRef,
      '/litemaas/subscriptions': subscriptionsRouteRef,
      '/catalog/:namespace/:kind/:name': entityRouteRef,
    },
  });
  return userEvent.setup();
}

it('shows of each model its id, price in its own unit, access and the one next step', async () => {
  open('full');
  expect(await screen.findByText('12 models')).toBeInTheDocument();
  const cards = screen.getAllByRole('article');
  expect(cards).toHaveLength(12);
  const card = (title: string) =>
    within(
      cards.find(one => within(one).queryByRole('heading', { name: title })) ??
        document.body,
    );

  const mini = card('GPT-4o mini');
  expect(mini.getByText('gpt-4o-mini')).toBeInTheDocument();
  expect(
    mini.getByText('$0.15 in · $0.60 out per M tokens'),
  ).toBeInTheDocument();
  expect(mini.getByText('+2')).toBeInTheDocument();
  expect(mini.getByRole('button', { name: /^Get a key/ })).toBeEnabled();
  expect(mini.getByRole('link')).toHaveAttribute(
    'href',
    '/catalog/default/resource/gpt-4o-mini',
  );

  expect(card('DALL·E 3').getByText('$0.04 per image')).toBeInTheDocument();
  expect(card('Llama 3.3 70B').getByText('Free')).toBeInTheDocument();
  expect(card('Granite 3.3 8B').getByText('Price unknown')).toBeInTheDocument();
  expect(card('GPT-4o (EU)').getByText(/^Failing since /)).toBeInTheDocument();
  const denied = card('o3 pro');
  expect(denied.getByText(/^Denied by Ana Ruiz, .*“Please try/)).toBeVisible();
  expect(denied.getByRole('button', { name: /^Ask again/ })).toBeEnabled();
  expect(
    card('Ledger tuned v2').getByRole('link').getAttribute('href'),
  ).toMatch(/^\/litemaas\/models\/[0-9a-f-]{36}$/);
});

it('shows what a shared link says, and says so when nothing matches', async () => {
  const user = open('full', '/litemaas/models?provider=anthropic&price=free');
  expect(await screen.findByText('No model matches')).toBeInTheDocument();
  const [clear] = screen.getAllByRole('button', { name: 'Clear all filters' });
  await user.click(clear);
  expect(await screen.findByText('12 models')).toBeInTheDocument();
});

it('says whom to ask when nothing is published', async () => {
  open('empty');
  expect(
    await screen.findByText('No models are published to you yet'),
  ).toBeInTheDocument();
  expect(await screen.findByText(/Ask in #ai-platform/)).toBeInTheDocument();
});

it('keeps the page full while the gateway is away, and says what that means', async () => {
  open('stale');
  expect(await screen.findByText('12 models')).toBeInTheDocument();
  expect(
    await screen.findByText(
      /^Gateway unreachable since .* Changes are saved and take effect when it is back, blocks and revokes too\.$/,
    ),
  ).toBeInTheDocument();
});

it('tells who sees every model that the gateway offers none', async () => {
  open('nothing');
  expect(
    await screen.findByText('The gateway offers no models yet'),
  ).toBeInTheDocument();
});

it('keeps a key’s value on the screen when its model leaves the list', async () => {
  const user = open('full', '/litemaas/models?search=4o-mini&access=public');
  await user.click(await screen.findByRole('button', { name: /^Get a key/ }));
  await waitFor(() =>
    expect(screen.getByRole('textbox', { name: /Name/ })).toHaveValue(
      'gpt-4o-mini',
    ),
  );
  await user.click(screen.getByRole('button', { name: 'Get key' }));
  await screen.findByText('This is the only time you can see it.');

  expect(await screen.findByText('No model matches')).toBeInTheDocument();
  expect(
    screen.getByText('This is the only time you can see it.'),
  ).toBeInTheDocument();
});
