import { expect, expectNoAxeViolations, signInAs, test } from './support';

const PEOPLE = [
  { role: 'developer', person: 'jonas.weber', name: 'Jonas Weber' },
  { role: 'team owner', person: 'priya.nair', name: 'Priya Nair' },
  { role: 'model owner', person: 'ana.ruiz', name: 'Ana Ruiz' },
  { role: 'admin', person: 'mei.tanaka', name: 'Mei Tanaka' },
  { role: 'auditor', person: 'ruth.adler', name: 'Ruth Adler' },
];

for (const { role, person, name } of PEOPLE) {
  test(`a ${role} signs in at the issuer and finds the models`, async ({
    page,
  }) => {
    await signInAs(page, person);
    await page.goto('/settings');
    await expect(page.getByText(name).first()).toBeVisible();
    await page.getByRole('link', { name: 'AI models' }).click();
    await expect(page.getByText(/^\d+ models$/)).toBeVisible();
    await expectNoAxeViolations(page);
  });
}

test('another person signs in on the same browser', async ({ page }) => {
  await signInAs(page, 'ana.ruiz');
  await signInAs(page, 'ben.carter');
  await page.goto('/settings');
  await expect(page.getByText('Ben Carter').first()).toBeVisible();
});
