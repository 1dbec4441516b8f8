import {
  expect,
  expectNoAxeViolations,
  journeyModels,
  listening,
  screenshot,
  signInAs,
  test,
} from './support';

const REASON = 'Summaries of support tickets';

test('a restricted model is asked for with a reason, its owner is notified and approves, and who asked sees it at once', async ({
  browser,
}) => {
  const { restricted, dear } = await journeyModels();
  const asking = await (await browser.newContext()).newPage();
  await signInAs(asking, 'lucas.meyer');
  for (const model of [restricted, dear]) {
    await asking.goto(
      `/litemaas/models?search=${encodeURIComponent(model.name)}`,
    );
    await asking
      .getByRole('button', { name: `Subscribe: ${model.title}` })
      .click();
    const dialog = asking.getByRole('dialog');
    await expect(dialog.getByText(/^Goes to .*Ana Ruiz/)).toBeVisible();
    await dialog.getByRole('button', { name: 'Ask for access' }).click();
    await expect(
      dialog.getByText(/Say what you need the model for/),
    ).toBeVisible();
    await dialog.getByRole('textbox', { name: 'Reason' }).fill(REASON);
    if (model === restricted) await screenshot(asking, 'subscribe', ['light']);
    await dialog.getByRole('button', { name: 'Ask for access' }).click();
    await expect(dialog).toBeHidden();
    await expect(asking.getByText('Waiting').first()).toBeVisible();
  }

  const deciding = await (await browser.newContext()).newPage();
  await signInAs(deciding, 'ana.ruiz');
  await deciding.goto('/notifications');
  await expect(
    deciding.getByText(new RegExp(restricted.title)).first(),
  ).toBeVisible();
  await deciding.goto('/litemaas/approvals');
  await expect(deciding.getByText('2 requests wait')).toBeVisible();
  await expect(deciding.getByText(REASON).first()).toBeVisible();
  await expectNoAxeViolations(deciding);
  await screenshot(deciding, 'approvals');
  await deciding.getByRole('checkbox', { name: /^Select all/ }).check();
  await deciding
    .getByRole('button', { name: 'Approve', exact: true })
    .first()
    .click();
  const dialog = deciding.getByRole('dialog');
  await expect(dialog.getByText(/1 person, at most \$/)).toBeVisible();

  const isListening = listening(asking);
  await asking.goto('/litemaas/subscriptions');
  const waiting = asking.getByRole('row').filter({ hasText: 'Waiting' });
  await expect(waiting).toHaveCount(2);
  const loadedAt = Date.now();
  await isListening;
  const active = asking.getByRole('row').filter({ hasText: 'Active' });
  const link = asking.getByRole('link', { name: restricted.title });
  await link.focus();
  const placeBefore = await link.boundingBox();
  await dialog.getByRole('button', { name: 'Approve' }).click();
  await expect(deciding.getByText('2 approved')).toBeVisible();
  await expect(active).toHaveCount(2, { timeout: 2_000 });
  // It was told: by the clock it would have looked again later than this.
  expect(Date.now() - loadedAt).toBeLessThan(15_000);
  await expect(link).toBeFocused();
  expect((await link.boundingBox())?.y).toBe(placeBefore?.y);
  await expect(
    asking.getByText('2 subscriptions became active'),
  ).toBeAttached();
  await expectNoAxeViolations(asking);
  await asking.getByRole('link', { name: restricted.title }).click();
  await expect(asking.getByText(/Ana Ruiz/).first()).toBeVisible();
  await screenshot(asking, 'subscriptions');
});

test('who decides nothing reads who does', async ({ page }) => {
  await signInAs(page, 'jonas.weber');
  await page.goto('/litemaas/approvals');
  await expect(page.getByText('You approve no model’s requests')).toBeVisible();
});
