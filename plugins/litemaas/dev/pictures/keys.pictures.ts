import type { Page } from '@playwright/test';
import { DIALOG_WIDTHS, picture } from './picture';

const PATH = '/litemaas/api-keys';
const EVERY_LABEL = [
  'active',
  'pending',
  'blocking',
  'blocked',
  'unblocking',
  'revoking',
  'over-limit',
  'expiring',
  'expired',
  'revoked',
];
const ALL = `${PATH}?owner=all&${EVERY_LABEL.map(
  label => `label=${label}`,
).join('&')}`;

const shows = (text: string) => (page: Page) =>
  page.getByText(text).first().waitFor();

const dialog = (page: Page) => page.getByRole('dialog');

async function choose(page: Page, key: string, action: string) {
  await page.getByRole('button', { name: `Actions of ${key}` }).click();
  await page.getByRole('menuitem', { name: action }).click();
  await dialog(page).waitFor();
}

async function createKey(page: Page) {
  await page.getByRole('button', { name: 'Create key' }).click();
  await dialog(page).getByRole('checkbox').first().waitFor();
}

picture({ name: 'keys', path: PATH, prepare: shows('laptop') });
picture({ name: 'keys-all', path: ALL, prepare: shows('laptop') });
picture({
  name: 'keys-between',
  path: ALL,
  widths: [1200, 1000, 768],
  prepare: shows('laptop'),
});
picture({ name: 'keys-loading', path: PATH, variant: 'loading' });
picture({
  name: 'keys-nothing-published',
  path: PATH,
  variant: 'empty',
  prepare: shows('No models are published'),
});
picture({
  name: 'keys-none',
  path: PATH,
  variant: 'new',
  prepare: shows('Find a model'),
});
picture({
  name: 'keys-no-match',
  path: `${PATH}?search=nonsense`,
  prepare: shows('No key matches'),
});
picture({
  name: 'keys-error',
  path: PATH,
  variant: 'error',
  prepare: shows('Retry'),
});
picture({
  name: 'keys-stale',
  path: PATH,
  variant: 'stale',
  prepare: shows('Gateway unreachable'),
});
picture({
  name: 'keys-many',
  path: PATH,
  variant: 'many',
  async prepare(page) {
    await page.getByRole('button', { name: /^Show more/ }).click();
    await page.getByText('(100 of').waitFor();
    await page.getByRole('link', { name: 'laptop-92' }).click();
    await page.getByText('Timeline').waitFor();
  },
  widths: [1400],
  isOfWindow: true,
});

picture({
  name: 'key',
  path: PATH,
  async prepare(page) {
    await page.getByRole('link', { name: 'laptop' }).click();
    await page.getByText('Timeline').waitFor();
  },
});
picture({
  name: 'key-blocked',
  path: `${PATH}?label=blocked`,
  async prepare(page) {
    await page.getByRole('link', { name: 'scraper' }).click();
    await page.getByText('Timeline').waitFor();
  },
});
picture({
  name: 'key-menu',
  path: PATH,
  widths: DIALOG_WIDTHS,
  async prepare(page) {
    await page.getByRole('button', { name: 'Actions of scraper' }).click();
    await page.getByRole('menuitem').first().waitFor();
  },
});
picture({
  name: 'key-create',
  path: PATH,
  widths: DIALOG_WIDTHS,
  prepare: createKey,
});
picture({
  name: 'key-create-wrong',
  path: PATH,
  widths: DIALOG_WIDTHS,
  async prepare(page) {
    await createKey(page);
    await dialog(page).getByLabel('Name').fill('');
    await dialog(page)
      .getByLabel(/Money limit/)
      .fill('much');
    await dialog(page).getByRole('button', { name: 'Create key' }).click();
    await dialog(page).getByText('Write an amount').waitFor();
  },
});
picture({
  name: 'key-reveal',
  path: PATH,
  widths: DIALOG_WIDTHS,
  async prepare(page) {
    await createKey(page);
    await dialog(page).getByRole('button', { name: 'Create key' }).click();
    await dialog(page).getByRole('button', { name: 'Copy key' }).waitFor();
  },
});
picture({
  name: 'key-reveal-asks',
  path: PATH,
  widths: DIALOG_WIDTHS,
  async prepare(page) {
    await createKey(page);
    await dialog(page).getByRole('button', { name: 'Create key' }).click();
    await dialog(page).getByRole('button', { name: 'Done' }).click();
  },
});
picture({
  name: 'key-lost',
  path: PATH,
  variant: 'lost',
  widths: DIALOG_WIDTHS,
  async prepare(page) {
    await createKey(page);
    await dialog(page).getByRole('button', { name: 'Create key' }).click();
    await dialog(page).getByRole('button', { name: 'Replace' }).waitFor();
  },
});
for (const action of ['Edit…', 'Block…', 'Replace…', 'Revoke…']) {
  picture({
    name: `key-${action.slice(0, -1).toLowerCase()}`,
    path: PATH,
    widths: DIALOG_WIDTHS,
    prepare: page => choose(page, 'laptop', action),
  });
}
picture({
  name: 'key-revoke-old',
  path: PATH,
  widths: DIALOG_WIDTHS,
  async prepare(page) {
    await choose(page, 'laptop', 'Replace…');
    await dialog(page).getByRole('button', { name: 'Replace' }).click();
    await dialog(page).getByRole('button', { name: 'Done' }).click();
    await dialog(page).getByRole('button', { name: 'Close anyway' }).click();
    await dialog(page).getByText('Revoke the old key').waitFor();
  },
});
