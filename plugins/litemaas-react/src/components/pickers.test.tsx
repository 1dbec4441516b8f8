import { renderInTestApp } from '@backstage/frontend-test-utils';
import type {
  Key,
  KeyQuery,
  LitemaasApi,
  Model,
  ModelQuery,
  Page,
} from '@litemaas/backstage-plugin-litemaas-common';
import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useState } from 'react';
import { litemaasApiRef } from '../api';
import { LitemaasQueries } from '../queries/LitemaasQueries';
import { KeyPicker } from './KeyPicker';
import { ModelPicker } from './ModelPicker';

const models = Array.from({ length: 143 }, (_model, index) => ({
  id: `model-${index}`,
  name: `model-${index}`,
  title: `Model ${index}`,
}));

function pageOf<T>(rows: unknown[], limit: unknown): Page<T> {
  return {
    items: rows.slice(0, Number(limit)) as T[],
    totalItems: rows.length,
    pageInfo: {},
  };
}

function open(picker: 'model' | 'key') {
  const listModels = jest.fn(async (query: ModelQuery = {}) =>
    pageOf<Model>(
      models.filter(({ title }) => title.includes(query.search ?? '')),
      query.limit,
    ),
  );
  const listKeys = jest.fn(async (query: KeyQuery = {}) =>
    pageOf<Key>([], query.limit),
  );
  const api: Partial<LitemaasApi> = {
    listModels,
    listKeys,
    getModel: async id =>
      ({ ...models.find(model => model.id === id) } as Awaited<
        ReturnType<LitemaasApi['getModel']>
      >),
  };
  const chosen = jest.fn();
  function Picker() {
    const [value, setValue] = useState('');
    const props = {
      label: 'Which',
      value,
      onChange: (id: string) => {
        chosen(id);
        setValue(id);
      },
    };
    return picker === 'model' ? (
      <ModelPicker {...props} />
    ) : (
      <KeyPicker owner="all" {...props} />
    );
  }
  renderInTestApp(
    <LitemaasQueries>
      <Picker />
    </LitemaasQueries>,
    { apis: [[litemaasApiRef, api]] },
  );
  return { listModels, listKeys, chosen, user: userEvent.setup() };
}

it('finds any model by searching on the server, and says how many it does not show', async () => {
  const { user, listModels, chosen } = open('model');
  const field = await screen.findByRole('combobox', { name: 'Which' });
  expect(listModels).not.toHaveBeenCalled();
  await user.click(field);
  expect(
    await screen.findByText('The first 20 of 143: type to find others'),
  ).toBeInTheDocument();
  expect(screen.queryByText('Model 142')).not.toBeInTheDocument();

  await user.keyboard('Model 142');
  await user.click(await screen.findByText('Model 142'));
  expect(chosen).toHaveBeenCalledWith('model-142');
  await waitFor(() => expect(field).toHaveValue('Model 142'));
  // A pause in typing asks once.
  expect(
    listModels.mock.calls.filter(([query]) => query?.search).length,
  ).toBeLessThan(9);

  await user.click(screen.getByRole('button', { name: 'Clear: Which' }));
  expect(chosen).toHaveBeenLastCalledWith('');
});

it('is used with the keyboard alone', async () => {
  const { user, chosen } = open('model');
  const field = await screen.findByRole('combobox', { name: 'Which' });
  field.focus();
  await user.keyboard('{ArrowDown}');
  expect(await screen.findByText('Model 0')).toBeInTheDocument();
  await user.keyboard('{ArrowDown}{ArrowDown}{ArrowUp}');
  const active = field.getAttribute('aria-activedescendant') ?? '';
  expect(document.getElementById(active)).toHaveTextContent('Model 0');
  await user.keyboard('{Enter}');
  expect(chosen).toHaveBeenCalledWith('model-0');
  expect(field).toHaveFocus();
  expect(field).toHaveAttribute('aria-expanded', 'false');

  await user.keyboard('{ArrowDown}');
  expect(field).toHaveAttribute('aria-expanded', 'true');
  await user.keyboard('{Escape}');
  expect(field).toHaveAttribute('aria-expanded', 'false');
});

it('does not send what looks like a key to be searched for', async () => {
  const { user, listKeys } = open('key');
  await user.click(await screen.findByRole('combobox', { name: 'Which' }));
  await user.paste('sk-canary-1234567890');
  expect(await screen.findByText(/not by the key itself$/)).toBeInTheDocument();
  expect(listKeys).toHaveBeenCalled();
  expect(JSON.stringify(listKeys.mock.calls)).not.toContain('canary');
});
