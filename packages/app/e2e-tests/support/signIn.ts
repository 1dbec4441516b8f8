import { expect, type Page } from '@playwright/test';

/**
 * Signs a sample person (a User's `metadata.name`) in, the way people do: through the button of the sign-in page and the
 * issuer's own page in a window. Whoever was signed in on this page's browser context before is forgotten.
 */
export async function signInAs(page: Page, person: string) {
  await page.context().clearCookies();
  await page.goto('/');
  const popup = page.waitForEvent('popup');
  await page.getByRole('button', { name: 'Sign in' }).click();
  const issuer = await popup;
  const closed = issuer.waitForEvent('close');
  await issuer.locator(`button[name="person"][value="${person}"]`).click();
  await closed;
  await expect(page.getByRole('button', { name: 'Sign in' })).toBeHidden();
}
