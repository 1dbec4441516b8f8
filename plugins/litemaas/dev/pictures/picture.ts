import AxeBuilder from '@axe-core/playwright';
import { expect, test, type Page } from '@playwright/test';
import { join } from 'node:path';
import type { Variant } from '../variant';

const FOLDER = join(__dirname, '../../../../.local/pictures');
/** It is always the same minute there, so that pictures differ only where the pages do. */
const NOW = new Date('2026-11-24T12:04:00Z');
const HEIGHT = 900;

/** Every width we promise. */
export const WIDTHS = [1400, 700, 390, 320];
/** Dialogs have two shapes. */
export const DIALOG_WIDTHS = [1400, 390];

/** A state of a page to look at. */
export interface Picture {
  /** `<name>-<scheme>-<width>.png`. */
  name: string;
  /** The address, e.g. `/litemaas/api-keys?owner=all`. */
  path: string;
  /** How the portal behaves; all there when absent. */
  variant?: Variant;
  /** Pixels; `WIDTHS` when absent. */
  widths?: number[];
  /** What the window shows, where it is scrolled; else the whole page, or a dialog. */
  isOfWindow?: boolean;
  /** Waits for what the page shows last, or does what leads to the state. */
  prepare?(page: Page): Promise<unknown>;
}

/**
 * Takes pictures of a state, in the scheme of the running project, and fails when one of them scrolls sideways or axe finds
 * something serious or critical in it.
 */
export function picture(options: Picture) {
  const {
    name,
    path,
    variant = 'full',
    widths = WIDTHS,
    isOfWindow = false,
    prepare,
  } = options;
  test(name, async ({ page }, { project }) => {
    const crashes: Error[] = [];
    page.on('pageerror', error => crashes.push(error));
    // Edits of the code meanwhile do not reload the page.
    await page.routeWebSocket(/\/ws$/, () => {});
    await page.clock.setFixedTime(NOW);
    await page.addInitScript(
      chosen => localStorage.setItem('litemaas-dev', chosen),
      variant,
    );
    await page.setViewportSize({ width: widths[0], height: HEIGHT });
    await page.goto(path);
    await expect(page.getByRole('main').last()).toBeVisible();
    await prepare?.(page);
    for (const width of widths) {
      await page.setViewportSize({ width, height: HEIGHT });
      await settle(page);
      await page.screenshot({
        path: join(FOLDER, `${name}-${project.name}-${width}.png`),
        animations: 'disabled',
        fullPage: !isOfWindow && !(await page.getByRole('dialog').isVisible()),
      });
      expect.soft(await sideways(page), `${width} px`).toEqual([]);
      expect.soft(await grave(page), `${width} px`).toEqual([]);
    }
    expect(crashes).toEqual([]);
  });
}

/** What is on its way has come, and what measures itself has drawn. */
async function settle(page: Page) {
  await page.waitForTimeout(300);
  await page.evaluate(() => document.fonts.ready);
}

/** What is wider than its place. Code and tabs may be: they scroll within themselves. */
function sideways(page: Page): Promise<string[]> {
  return page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>('*')]
      .filter(
        element =>
          element.scrollWidth > element.clientWidth + 1 &&
          !element.closest(
            'pre, code, .bui-PluginHeaderTabsWrapper, .pf-v6-c-tabs',
          ) &&
          (element === document.documentElement ||
            /auto|scroll/.test(getComputedStyle(element).overflowX)),
      )
      .map(element => `${element.tagName} ${element.className}`),
  );
}

/** Backstage's own: tabs name panels that are not drawn. */
const TABS = '[role="tab"][id^="react-aria"]';
/** Backstage's own: where it is narrow, the sidebar's items are links without a name. */
const NARROW_SIDEBAR = '.MuiBottomNavigationAction-root';

async function grave(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page })
    .exclude(TABS)
    .exclude(NARROW_SIDEBAR)
    .analyze();
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) => nodes.map(node => `${id}: ${node.html}`));
}
