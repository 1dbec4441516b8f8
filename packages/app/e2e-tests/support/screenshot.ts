import { join } from 'node:path';
import type { Page } from '@playwright/test';

const ROOT = join(__dirname, '../../../..');
const FOLDER = process.env.SCREENSHOTS ?? '.local/test/screenshots';
const WIDTHS = [1400, 700, 390];
const HEIGHT = 900;

/**
 * Pictures of the page as it is, light and dark, at the widths we promise, named `<name>-<scheme>-<width>.png`. They go to
 * .local/test/screenshots; to renew those of the README: `SCREENSHOTS=docs/images npm test journeys`.
 */
export async function screenshot(
  page: Page,
  name: string,
  // Backstage mounts a page anew when the theme changes, which closes its dialogs: those are taken in one scheme.
  schemes: Array<'light' | 'dark'> = ['light', 'dark'],
) {
  const before = page.viewportSize();
  for (const colorScheme of schemes) {
    // The portal's theme follows the system's, until a person chooses one.
    await page.emulateMedia({ colorScheme });
    for (const width of WIDTHS) {
      await page.setViewportSize({ width, height: HEIGHT });
      await settle(page);
      await page.screenshot({
        path: join(ROOT, FOLDER, `${name}-${colorScheme}-${width}.png`),
        animations: 'disabled',
      });
    }
  }
  await page.emulateMedia({ colorScheme: 'light' });
  if (before) await page.setViewportSize(before);
}

/** Charts and tables measure themselves after a change of size: two frames later they have drawn. */
async function settle(page: Page) {
  await page.evaluate(async () => {
    await document.fonts.ready;
    const frame = () => new Promise(requestAnimationFrame);
    await frame();
    await frame();
  });
}
