import { expect, expectNoAxeViolations, signInAs, test } from './support';

test('a person signs in at the issuer and is greeted by name', async ({
  page,
}) => {
  await signInAs(page, 'ana.ruiz');
  await page.goto('/settings');
  await expect(page.getByText('Ana Ruiz').first()).toBeVisible();
  await expectNoAxeViolations(page);
});

test('another person signs in on the same browser', async ({ page }) => {
  await signInAs(page, 'ana.ruiz');
  await signInAs(page, 'ben.carter');
  await page.goto('/settings');
  await expect(page.getByText('Ben Carter').first()).toBeVisible();
});
