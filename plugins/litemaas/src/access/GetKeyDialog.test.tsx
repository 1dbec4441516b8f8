import { ResponseError } from '@backstage/errors';
import { renderInTestApp } from '@backstage/frontend-test-utils';
import {
  LitemaasQueries,
  litemaasApiRef,
} from '@litemaas/backstage-plugin-litemaas-react';
import { act, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { InMemoryLitemaas } from '../../dev/InMemoryLitemaas';
import { GetKeyDialog } from './GetKeyDialog';

/** Everything of the browser that outlives a glance at the screen: markup, address, storage. */
function traces(): string {
  return [
    document.documentElement.outerHTML,
    ...Array.from(document.querySelectorAll('input, textarea'), field =>
      'value' in field ? String(field.value) : '',
    ),
    window.location.href,
    JSON.stringify({ ...localStorage }),
    JSON.stringify({ ...sessionStorage }),
  ].join('\n');
}

async function open(variant: 'full' | 'lost' = 'full') {
  const user = userEvent.setup();
  const api = new InMemoryLitemaas(variant);
  const createKey = jest.spyOn(api, 'createKey');
  const replaceKey = jest.spyOn(api, 'replaceKey');
  const revokeKey = jest.spyOn(api, 'revokeKey');
  const page = await api.listModels({ name: 'gpt-4o-mini' });
  const onClose = jest.fn();
  renderInTestApp(
    <LitemaasQueries>
      <GetKeyDialog model={page.items[0]} onClose={onClose} />
    </LitemaasQueries>,
    { apis: [[litemaasApiRef, api]] },
  );
  await waitFor(() =>
    expect(screen.getByRole('textbox', { name: /Name/ })).toHaveValue(
      'gpt-4o-mini',
    ),
  );
  await screen.findByText('Mei Tanaka');
  return { user, onClose, createKey, replaceKey, revokeKey };
}

it('gives a key with one press of one button, its defaults filled', async () => {
  const { user, createKey } = await open();
  expect(
    screen.getByText(/^Plan Starter: \$20 a month · expires \d+ \w+ \d{4}$/),
  ).toBeInTheDocument();

  await user.click(screen.getByRole('button', { name: 'Get key' }));

  expect(
    await screen.findByText('This is the only time you can see it.'),
  ).toBeInTheDocument();
  expect(createKey).toHaveBeenCalledTimes(1);
  expect(createKey.mock.calls[0][0]).toMatchObject({
    name: 'gpt-4o-mini',
    ownerRef: 'user:default/mei.tanaka',
    subscribe: { planId: 'starter' },
  });
});

it('keeps a masked key out of markup, address and storage, while copy takes the real one', async () => {
  const { user, createKey, onClose } = await open();
  await user.click(screen.getByRole('button', { name: 'Get key' }));
  await screen.findByText('This is the only time you can see it.');
  const { secret } = await createKey.mock.results[0].value;

  expect(traces()).not.toContain(secret);
  const write = jest.spyOn(navigator.clipboard, 'writeText');
  await user.click(screen.getByRole('button', { name: 'Copy snippet' }));
  expect(write.mock.lastCall?.[0]).toContain(
    `export OPENAI_API_KEY='${secret}'`,
  );
  await user.click(screen.getByRole('button', { name: 'Copied' }));
  expect(write.mock.lastCall?.[0]).toBe(secret);
  expect(traces()).not.toContain(secret);

  await user.click(screen.getByRole('button', { name: 'Show the key' }));
  expect(screen.getByText(secret)).toBeInTheDocument();
  await user.click(screen.getByRole('button', { name: 'Hide the key' }));
  expect(traces()).not.toContain(secret);

  await user.click(screen.getByRole('button', { name: 'Done' }));
  expect(onClose).toHaveBeenCalledTimes(1);
});

it('does not close on Esc or a click outside, warns before leaving, and asks once when nothing was copied', async () => {
  const { user, onClose } = await open();
  await user.click(screen.getByRole('button', { name: 'Get key' }));
  await screen.findByText('This is the only time you can see it.');

  await user.keyboard('{Escape}');
  await user.click(
    document.querySelector('.pf-v6-c-backdrop') ?? document.body,
  );
  const leaving = new Event('beforeunload', { cancelable: true });
  act(() => {
    window.dispatchEvent(leaving);
  });
  expect(leaving.defaultPrevented).toBe(true);
  await user.click(screen.getByRole('button', { name: 'Done' }));
  expect(onClose).not.toHaveBeenCalled();

  const dialog = screen.getByRole('dialog');
  expect(
    within(dialog).getByText('You have not copied the key'),
  ).toBeInTheDocument();
  expect(screen.getByRole('button', { name: 'Copy and close' })).toHaveFocus();
  await user.click(screen.getByRole('button', { name: 'Close anyway' }));
  expect(onClose).toHaveBeenCalledTimes(1);
});

it('repeats a lost create under the same word, makes no second key, and offers to replace the lost one', async () => {
  const { user, createKey, replaceKey, revokeKey } = await open('lost');
  await user.click(screen.getByRole('button', { name: 'Get key' }));

  expect(
    await screen.findByText(
      'The key exists, but its value was lost on the way.',
    ),
  ).toBeInTheDocument();
  const [first, second] = createKey.mock.calls.map(([, options]) => options);
  expect(createKey).toHaveBeenCalledTimes(2);
  expect(second?.idempotencyKey).toBe(first?.idempotencyKey);

  await user.click(screen.getByRole('button', { name: 'Replace' }));
  expect(
    await screen.findByText('This is the only time you can see it.'),
  ).toBeInTheDocument();
  const { key } = await createKey.mock.results[1].value;
  expect(replaceKey.mock.calls[0][0]).toBe(key.id);
  expect(revokeKey.mock.calls[0][0]).toBe(key.id);
});

it('says at the field what would be right, and moves focus there', async () => {
  const { user, createKey } = await open();
  const name = screen.getByRole('textbox', { name: /Name/ });
  await user.clear(name);
  await user.type(name, 'laptop');
  await user.click(screen.getByRole('button', { name: 'Get key' }));

  expect(
    await screen.findByText(
      'You have a key named laptop already; choose another name.',
    ),
  ).toBeInTheDocument();
  await waitFor(() => expect(name).toHaveFocus());
  expect(name).toHaveValue('laptop');
  expect(createKey).toHaveBeenCalledTimes(1);
});

it('opens the terms that were refused, and moves focus to the first of them', async () => {
  const { user, createKey } = await open();
  createKey.mockRejectedValueOnce(
    await ResponseError.fromResponse(
      Response.json(
        {
          error: {
            name: 'InputError',
            message: 'GPT-4o mini is not offered on this plan.',
            code: 'plan.not_offered',
            fields: { planId: 'is not offered for this model' },
          },
          response: { statusCode: 400 },
        },
        { status: 400 },
      ),
    ),
  );
  await user.click(screen.getByRole('button', { name: 'Get key' }));

  expect(
    await screen.findByText('is not offered for this model'),
  ).toBeInTheDocument();
  await waitFor(() =>
    expect(screen.getByRole('radio', { name: /^Starter/ })).toHaveFocus(),
  );
});

it('shows the key to be selected where the browser does not allow copying', async () => {
  const { user, createKey } = await open();
  await user.click(screen.getByRole('button', { name: 'Get key' }));
  await screen.findByText('This is the only time you can see it.');
  const { secret } = await createKey.mock.results[0].value;
  jest
    .spyOn(navigator.clipboard, 'writeText')
    .mockRejectedValue(new Error('not allowed'));

  await user.click(screen.getByRole('button', { name: 'Copy key' }));

  expect(await screen.findByText(secret)).toBeInTheDocument();
  expect(
    screen.getByText(/^Your browser does not allow copying here/),
  ).toBeInTheDocument();
});
