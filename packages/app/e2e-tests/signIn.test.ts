import { expect, expectNoAxeViolations, signInAs, test } from './support';

test('a person signs in at the issuer and is greeted by name', async ({
  page,
}) => {
  await signInAs(page, 'ana.ruiz');
  await page.goto('/settings');
  await expect(page.getByText('Ana Ruiz').first()).toBeVisible();
  await expectNoAxeViolations(page);
});
