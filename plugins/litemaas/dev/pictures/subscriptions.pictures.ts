import type { Page } from '@playwright/test';
import { DIALOG_WIDTHS, picture } from './picture';

const PATH = '/litemaas/subscriptions';

const shows = (text: string) => (page: Page) =>
  page.getByText(text).first().waitFor();

const open = (model: string) => async (page: Page) => {
  await page.getByRole('link', { name: model }).click();
  await page.getByText('Timeline').waitFor();
};

picture({
  name: 'subscriptions',
  path: `${PATH}?owner=all`,
  prepare: shows('GPT-4o (EU)'),
});
picture({
  name: 'subscriptions-between',
  path: `${PATH}?owner=all`,
  widths: [1200, 1000, 768],
  prepare: shows('GPT-4o (EU)'),
});
picture({ name: 'subscriptions-loading', path: PATH, variant: 'loading' });
picture({
  name: 'subscriptions-nothing-published',
  path: PATH,
  variant: 'empty',
  prepare: shows('No models are published'),
});
picture({
  name: 'subscriptions-none',
  path: PATH,
  variant: 'new',
  prepare: shows('Find a model'),
});
picture({
  name: 'subscriptions-no-match',
  path: `${PATH}?search=nonsense`,
  prepare: shows('No subscription matches'),
});
picture({
  name: 'subscriptions-error',
  path: PATH,
  variant: 'error',
  prepare: shows('Retry'),
});
picture({
  name: 'subscriptions-stale',
  path: PATH,
  variant: 'stale',
  prepare: shows('Gateway unreachable'),
});
picture({
  name: 'subscription',
  path: PATH,
  prepare: open('GPT-4o (EU)'),
});
picture({
  name: 'subscription-waiting',
  path: `${PATH}?status=requested`,
  prepare: open('Mistral Large'),
});
picture({
  name: 'subscription-denied',
  path: `${PATH}?status=denied`,
  prepare: open('o3 pro'),
});
picture({
  name: 'subscription-exhausted',
  path: `${PATH}?owner=all`,
  prepare: open('GPT-4o mini'),
});

for (const [name, model, action] of [
  ['end', 'GPT-4o (EU)', 'End subscription'],
  ['withdraw', 'Mistral Large', 'Withdraw request'],
  ['create-key', 'GPT-4o (EU)', 'Create key'],
]) {
  picture({
    name: `subscription-${name}`,
    path: PATH,
    widths: DIALOG_WIDTHS,
    async prepare(page) {
      await page.getByRole('button', { name: `Actions of ${model}` }).click();
      await page.getByRole('menuitem', { name: action }).click();
      await page.getByRole('dialog').waitFor();
    },
  });
}
