import AxeBuilder from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';

const GRAVE = ['serious', 'critical'];

/** Backstage UI's own tabs name panels that it has not drawn; the rest of the page is ours to answer for. */
const BACKSTAGE_TABS = '[role="tab"][id^="react-aria"]';

/**
 * Fails when axe finds something serious or critical on the page, naming each rule and the elements that break it. The
 * sidebar is Backstage's: its badge of unread notifications breaks a rule that we cannot mend here.
 */
export async function expectNoAxeViolations(page: Page) {
  const { violations } = await new AxeBuilder({ page })
    .exclude(BACKSTAGE_TABS)
    .analyze();
  const grave = violations
    .filter(({ impact }) => impact && GRAVE.includes(impact))
    .map(({ id, help, nodes }) => ({
      rule: `${id}: ${help}`,
      elements: nodes.map(node => `${node.target.join(' ')}: ${node.html}`),
    }));
  expect(grave).toEqual([]);
}
