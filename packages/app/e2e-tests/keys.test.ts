import {
  chat,
  expect,
  expectNoAxeViolations,
  journeyModels,
  keyFor,
  screenshot,
  signInAs,
  subscribed,
  test,
  untilChat,
} from './support';

test('a key over its half dollar is refused, and Usage says why', async ({
  page,
}) => {
  const { cheap, dear } = await journeyModels();
  await subscribed('omar.haddad', cheap);
  await subscribed('omar.haddad', dear);
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await signInAs(page, 'omar.haddad');
  await page.goto('/litemaas/api-keys');
  await expect(page.getByText('No API keys yet')).toBeVisible();
  await page.getByRole('button', { name: 'Create key' }).first().click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('textbox', { name: 'Name' }).fill('planner');
  await dialog.getByRole('checkbox', { name: cheap.title }).check();
  await dialog.getByRole('checkbox', { name: dear.title }).check();
  await dialog.getByRole('textbox', { name: /^Money limit/ }).fill('0.50');
  await dialog.getByRole('button', { name: '30 days' }).click();
  await screenshot(page, 'create-key', ['light']);
  await dialog.getByRole('button', { name: 'Create key' }).click();
  await dialog.getByRole('button', { name: 'Copy key' }).click();
  const secret = await page.evaluate(() => navigator.clipboard.readText());
  await dialog.getByRole('button', { name: 'Done' }).click();
  const row = page.getByRole('row').filter({ hasText: 'planner' });
  await expect(row.getByText('Active')).toBeVisible({ timeout: 30_000 });

  await untilChat('answered', secret, dear.name);
  // The status differs by version (400, 422); the type does not.
  await expect
    .poll(async () => (await chat(secret, dear.name)).type, {
      timeout: 30_000,
    })
    .toBe('budget_exceeded');
  await expect(row.getByText('Over limit')).toBeVisible({ timeout: 60_000 });
  await expectNoAxeViolations(page);
  await screenshot(page, 'api-keys');

  await page.goto('/litemaas/usage?period=24h');
  const refused = page
    .getByRole('row')
    .filter({ hasText: 'Refused (key budget)' })
    .first();
  await expect(refused).toBeVisible({ timeout: 60_000 });
  await screenshot(page, 'usage');
  await refused.getByRole('button').first().click();
  await expect(page.getByText(/of \$0\.50 used/).first()).toBeVisible();
  await screenshot(page, 'refusal', ['light']);
});

test('a model whose subscription is used up is refused within a minute', async ({
  page,
}) => {
  const { dear } = await journeyModels();
  await subscribed('hanna.virtanen', dear, 'trial');
  const { secret } = await keyFor('hanna.virtanen', 'trial', [dear]);
  await untilChat('answered', secret, dear.name);
  await untilChat('refused', secret, dear.name);
  await signInAs(page, 'hanna.virtanen');
  await page.goto('/litemaas/subscriptions');
  const row = page.getByRole('row').filter({ hasText: dear.title });
  await expect(row.getByText('Over limit')).toBeVisible();
});

test('a key is blocked, unblocked and revoked, and the gateway agrees each time', async ({
  page,
}) => {
  const { cheap } = await journeyModels();
  await subscribed('priya.nair', cheap);
  const { secret } = await keyFor('priya.nair', 'batch', [cheap]);
  await untilChat('answered', secret, cheap.name);
  await signInAs(page, 'priya.nair');
  await page.goto('/litemaas/api-keys');
  const row = page.getByRole('row').filter({ hasText: 'batch' });
  const choose = async (action: string) => {
    await page.getByRole('button', { name: 'Actions of batch' }).click();
    await page.getByRole('menuitem', { name: action }).click();
  };
  const dialog = page.getByRole('dialog');

  await choose('Block…');
  await dialog.getByRole('button', { name: 'Block', exact: true }).click();
  await expect(row.getByText('Blocked', { exact: true })).toBeVisible({
    timeout: 30_000,
  });
  await untilChat('refused', secret, cheap.name);

  await choose('Unblock');
  await expect(row.getByText('Active')).toBeVisible({ timeout: 30_000 });
  await untilChat('answered', secret, cheap.name);

  // It was used today: its name is asked for before it goes for good.
  await expect
    .poll(
      async () => {
        await page.reload();
        await row.waitFor();
        return row.getByText('Never').count();
      },
      { timeout: 60_000, intervals: [3_000] },
    )
    .toBeLessThan(1);
  await choose('Revoke…');
  const revoke = dialog.getByRole('button', { name: 'Revoke', exact: true });
  await expect(
    dialog.getByText(/It was used \d+ times? in the last/),
  ).toBeVisible();
  await dialog.getByRole('textbox').fill('batch');
  await revoke.click();
  await expect(dialog).toBeHidden();
  await untilChat('refused', secret, cheap.name);
});
