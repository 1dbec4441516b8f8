import type { Page } from '@playwright/test';
import { DIALOG_WIDTHS, picture } from './picture';

const PATH = '/litemaas/approvals';

const selectAll = (page: Page) =>
  page.getByRole('checkbox', { name: /^Select all/ }).check();

const bulk = (page: Page, decision: 'Approve' | 'Deny') =>
  page.getByRole('button', { name: decision, exact: true }).click();

const decide = (page: Page, decision: 'Approve' | 'Deny') =>
  page.getByRole('dialog').getByRole('button', { name: decision }).click();

picture({
  name: 'approvals',
  path: PATH,
  prepare: page => page.getByText(/^Your own request/).waitFor(),
});
picture({
  name: 'approvals-selected',
  path: PATH,
  prepare: async page => {
    await selectAll(page);
    await page.getByText('20 selected').waitFor();
  },
});
picture({
  name: 'approvals-sum',
  path: PATH,
  widths: DIALOG_WIDTHS,
  prepare: async page => {
    await selectAll(page);
    await bulk(page, 'Approve');
    await page.getByText(/^\d+ people, at most/).waitFor();
  },
});
picture({
  name: 'approvals-deny-without-reason',
  path: PATH,
  widths: DIALOG_WIDTHS,
  prepare: async page => {
    await selectAll(page);
    await bulk(page, 'Deny');
    await decide(page, 'Deny');
    await page.getByText(/^Say why/).waitFor();
  },
});
picture({
  name: 'approvals-one',
  path: PATH,
  widths: DIALOG_WIDTHS,
  prepare: async page => {
    await page
      .getByRole('button', { name: /^Approve the request/ })
      .first()
      .click();
    await page.getByText(/^1 person, at most/).waitFor();
  },
});
picture({
  name: 'approvals-results',
  path: PATH,
  prepare: async page => {
    await selectAll(page);
    await bulk(page, 'Approve');
    await decide(page, 'Approve');
    await page.getByText(/18 approved ·/).waitFor();
  },
});
picture({
  name: 'approvals-many',
  path: PATH,
  variant: 'many',
  prepare: async page => {
    await selectAll(page);
    await page.getByText('242 selected').waitFor();
  },
});
picture({ name: 'approvals-loading', path: PATH, variant: 'loading' });
picture({
  name: 'approvals-error',
  path: PATH,
  variant: 'error',
  prepare: page => page.getByRole('button', { name: 'Retry' }).waitFor(),
});
picture({
  name: 'approvals-stale',
  path: PATH,
  variant: 'stale',
  prepare: page => page.getByText(/^Gateway unreachable/).waitFor(),
});
picture({
  name: 'approvals-empty',
  path: PATH,
  variant: 'empty',
  prepare: page => page.getByText('Nothing waits for you').waitFor(),
});
picture({
  name: 'approvals-no-match',
  path: `${PATH}?search=nobody`,
  prepare: page => page.getByText('No request matches').waitFor(),
});
picture({
  name: 'approvals-not-an-approver',
  path: PATH,
  variant: 'member',
  prepare: page => page.getByText(/^You approve no model/).waitFor(),
});
