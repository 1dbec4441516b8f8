import {
  expect,
  journeyModels,
  screenshot,
  signInAs,
  subscribed,
  test,
  untilChat,
} from './support';

test('with the gateway away one gets a key all the same, and it becomes active by itself', async ({
  page,
  gateway,
}) => {
  const { cheap } = await journeyModels();
  await subscribed('chloe.martin', cheap);
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await signInAs(page, 'chloe.martin');
  await gateway.cut();
  await page.goto('/litemaas/api-keys');
  await expect(page.getByText(/Gateway unreachable since/)).toBeVisible({
    timeout: 60_000,
  });
  await page.getByRole('button', { name: 'Create key' }).first().click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('textbox', { name: 'Name' }).fill('night-shift');
  await dialog.getByRole('checkbox', { name: cheap.title }).check();
  await dialog.getByRole('button', { name: 'Create key' }).click();
  await expect(dialog.getByText(/The gateway is away/)).toBeVisible();
  await dialog.getByRole('button', { name: 'Copy key' }).click();
  const secret = await page.evaluate(() => navigator.clipboard.readText());
  await dialog.getByRole('button', { name: 'Done' }).click();
  const row = page.getByRole('row').filter({ hasText: 'night-shift' });
  await expect(row.getByText('Pending')).toBeVisible();
  await page.goto('/litemaas/models');
  await expect(page.getByText(/^\d+ models$/)).toBeVisible();
  await screenshot(page, 'outage');

  await page.goto('/litemaas/api-keys');
  await gateway.restore();
  await expect(row.getByText('Active')).toBeVisible({ timeout: 90_000 });
  await untilChat('answered', secret, cheap.name);
});
