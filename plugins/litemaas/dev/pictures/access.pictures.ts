import { expect, type Page } from '@playwright/test';
import { picture, type Picture } from './picture';

/** Opens the dialog of a model's next step, from its card, and expects it to need no scrolling. */
function dialog(
  name: string,
  options: {
    search: string;
    button: RegExp;
    then?(page: Page): Promise<unknown>;
  } & Pick<Picture, 'variant'>,
) {
  picture({
    name,
    path: `/litemaas/models?search=${encodeURIComponent(options.search)}`,
    variant: options.variant,
    async prepare(page) {
      await page.getByRole('button', { name: options.button }).click();
      await page.getByRole('dialog').waitFor();
      await options.then?.(page);
      const body = page.locator('.pf-v6-c-modal-box__body');
      await expect
        .poll(() =>
          body.evaluate(element => element.scrollHeight - element.clientHeight),
        )
        .toBeLessThanOrEqual(0);
    },
  });
}

const GET = { search: 'gpt-4o-mini', button: /^Get a key/ };
const ASK = { search: 'sonnet', button: /^Subscribe/ };

const press = (page: Page, name: string) =>
  page.getByRole('button', { name, exact: true }).click();

async function reveal(page: Page) {
  await page
    .getByRole('textbox', { name: 'Name' })
    .and(page.locator('[value="gpt-4o-mini"]'))
    .waitFor();
  await press(page, 'Get key');
  await page.getByText('This is the only time you can see it.').waitFor();
}

dialog('get-key', {
  ...GET,
  then: page => page.getByText(/^Plan Starter/).waitFor(),
});
dialog('get-key-terms', { ...GET, then: page => press(page, 'Change') });
dialog('get-key-taken', {
  ...GET,
  async then(page) {
    await page.getByRole('textbox', { name: 'Name' }).fill('laptop');
    await press(page, 'Get key');
    await expect(page.getByRole('textbox', { name: 'Name' })).toBeFocused();
  },
});
dialog('get-key-lost', {
  ...GET,
  variant: 'lost',
  async then(page) {
    await press(page, 'Get key');
    await page.getByRole('button', { name: 'Replace' }).waitFor();
  },
});
dialog('subscribe', {
  ...ASK,
  then: page => page.getByText(/^Goes to Ana Ruiz/).waitFor(),
});
dialog('subscribe-reason-missing', {
  ...ASK,
  async then(page) {
    await press(page, 'Ask for access');
    await expect(page.getByRole('textbox', { name: 'Reason' })).toBeFocused();
  },
});
dialog('ask-again', {
  search: 'o3-pro',
  button: /^Ask again/,
  then: page => page.getByText(/^Goes to Ana Ruiz/).waitFor(),
});
dialog('reveal', { ...GET, then: reveal });
dialog('reveal-pending', { ...GET, variant: 'stale', then: reveal });
dialog('reveal-shown', {
  ...GET,
  async then(page) {
    await reveal(page);
    await press(page, 'Show the key');
    await page.getByRole('tab', { name: 'Environment file' }).click();
  },
});
dialog('reveal-not-copied', {
  ...GET,
  async then(page) {
    await reveal(page);
    await press(page, 'Done');
    await page.getByText('You have not copied the key').waitFor();
  },
});
dialog('reveal-answered', {
  ...GET,
  async then(page) {
    await reveal(page);
    await press(page, 'Copy key');
    await page.clock.setFixedTime(new Date('2026-11-24T12:04:20Z'));
    await page.getByText(/31 tokens/).waitFor();
  },
});
