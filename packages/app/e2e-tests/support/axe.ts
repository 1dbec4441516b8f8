import AxeBuilder from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';

const GRAVE = ['serious', 'critical'];

/** Backstage's own: tabs name panels that are not drawn. */
const TABS = '[role="tab"][id^="react-aria"]';
/** Backstage's own: the badge of unread notifications is no part of its link's name. */
const NOTIFICATIONS = 'a[href="/notifications"]';

/**
 * Fails when axe finds something serious or critical on the page, naming each rule and the elements that break it. The
 * frame is Backstage's; the rest of the page is ours to answer for.
 */
export async function expectNoAxeViolations(page: Page) {
  const { violations } = await new AxeBuilder({ page })
    .exclude(TABS)
    .exclude(NOTIFICATIONS)
    .analyze();
  const grave = violations
    .filter(({ impact }) => impact && GRAVE.includes(impact))
    .map(({ id, help, nodes }) => ({
      rule: `${id}: ${help}`,
      elements: nodes.map(node => `${node.target.join(' ')}: ${node.html}`),
    }));
  expect(grave).toEqual([]);
}
