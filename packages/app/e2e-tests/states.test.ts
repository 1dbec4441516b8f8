import {
  apiAs,
  chat,
  expect,
  expectNoAxeViolations,
  failingModel,
  journeyModels,
  screenshot,
  signInAs,
  test,
} from './support';

const REASON = 'Please try a smaller model first';
/** So many calls tell that a model fails. */
const CALLS = 5;

test('a model whose provider fails says since when, and a denial says who, when and why', async ({
  page,
}) => {
  const { dear } = await journeyModels();
  const failing = await failingModel();
  const api = await apiAs('diego.santos');
  const asked = await api.subscribe({
    modelId: dear.id,
    reason: 'Plans for next year',
  });
  const owner = await apiAs('ana.ruiz');
  await owner.decide({ decision: 'deny', ids: [asked.id], reason: REASON });
  const { secret } = await api.createKey({
    name: 'states',
    modelIds: [failing.id],
    subscribe: {},
  });
  let failed = 0;
  await expect
    .poll(
      async () => {
        // Until the gateway knows the key, it refuses it.
        const { status } = await chat(secret ?? '', failing.name);
        failed += status >= 500 ? 1 : 0;
        return failed;
      },
      { timeout: 30_000, intervals: [300] },
    )
    .toBe(CALLS);

  await signInAs(page, 'diego.santos');
  await page.goto('/litemaas/models?access=subscribed&access=denied');
  const card = (title: string) =>
    page
      .getByRole('article')
      .filter({ has: page.getByRole('heading', { name: title, exact: true }) });
  await expect(card(failing.title).getByText(/^Failing since \d/)).toBeVisible({
    timeout: 45_000,
  });
  const denial = new RegExp(`^Denied by Ana Ruiz, .+: “${REASON}”$`);
  await expect(card(dear.title).getByText(denial)).toBeVisible();
  await expect(
    card(dear.title).getByRole('button', { name: /^Ask again/ }),
  ).toBeVisible();
  await expectNoAxeViolations(page);
  await screenshot(page, 'models-states');

  await page.goto('/litemaas/subscriptions');
  const row = page.getByRole('row').filter({ hasText: dear.title });
  await expect(row.getByText('Denied', { exact: true })).toBeVisible();
  await row.getByRole('link', { name: dear.title }).click();
  await expect(page.getByText(REASON).last()).toBeVisible();
  await expect(page.getByText(/^Ana Ruiz · .+/)).toBeVisible();
  await expectNoAxeViolations(page);
  await screenshot(page, 'subscription-denied');
});
