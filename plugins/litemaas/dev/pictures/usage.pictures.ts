import type { Page } from '@playwright/test';
import { picture } from './picture';

const PATH = '/litemaas/usage';

const drawn = (page: Page) => page.getByRole('img', { name: / by / }).waitFor();

picture({ name: 'usage', path: PATH, prepare: drawn });
picture({ name: 'usage-24h', path: `${PATH}?period=24h`, prepare: drawn });
picture({
  name: 'usage-custom',
  path: `${PATH}?period=custom&from=2026-11-02&to=2026-11-15&measure=tokens`,
  prepare: drawn,
});
picture({
  name: 'usage-many',
  path: `${PATH}?owner=all&by=key&measure=requests`,
  variant: 'many',
  prepare: drawn,
});
picture({
  name: 'usage-filtered',
  path: `${PATH}?model=01940000-0000-7000-8000-000000001001&key=01940000-0000-7000-8000-000000003001`,
  prepare: drawn,
});
picture({
  name: 'usage-picker',
  path: PATH,
  variant: 'many',
  widths: [1400],
  prepare: async page => {
    await page.getByRole('combobox', { name: 'Model' }).fill('gpt');
    await page.getByText(/^The first 20 of/).waitFor();
    await page.keyboard.press('ArrowDown');
  },
});
picture({
  name: 'usage-refused',
  path: PATH,
  prepare: async page => {
    await drawn(page);
    await page
      .getByRole('row', { name: /Refused \(subscription budget\)/ })
      .getByRole('button')
      .click();
    await page.getByText(/Can be raised by/).waitFor();
  },
});
picture({
  name: 'usage-legend',
  path: PATH,
  prepare: async page => {
    await drawn(page);
    await page
      .getByRole('button', { name: 'GPT-4o mini', exact: true })
      .click();
  },
});
picture({ name: 'usage-loading', path: PATH, variant: 'loading' });
picture({
  name: 'usage-error',
  path: PATH,
  variant: 'error',
  prepare: page => page.getByRole('button', { name: 'Retry' }).waitFor(),
});
picture({
  name: 'usage-stale',
  path: PATH,
  variant: 'stale',
  prepare: drawn,
});
picture({
  name: 'usage-empty',
  path: PATH,
  variant: 'empty',
  prepare: page => page.getByText('No usage in this period').waitFor(),
});
