import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { find, isExecutable, resolvable, searchPath } from './programs.mjs';

/** Runs in a container as root, draws the same everywhere, and calls nobody but the page's own servers. */
export const CHROMIUM_ARGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** An empty page of a browser that goes with the phase. */
export async function openPage(job) {
  const { chromium } = await import('@playwright/test');
  const browser = await chromium.launch({
    executablePath: await findChromium(job),
    args: CHROMIUM_ARGS,
  });
  job.defer(() => browser.close());
  return browser.newPage();
}

/** Chromium's executable. */
export function findChromium(job) {
  return find(job, {
    fromEnvironment: process.env.CHROMIUM_PATH,
    onPath: () =>
      searchPath()
        .flatMap(folder =>
          ['chromium', 'chromium-browser', 'google-chrome'].map(name =>
            join(folder, name),
          ),
        )
        .find(isExecutable),
    fromNpm: async () => {
      const path = resolvable('@sparticuz/chromium');
      if (!path) return undefined;
      const { default: chromium } = await import(pathToFileURL(path).href);
      return chromium.executablePath();
    },
    debianPackages: ['chromium', 'fonts-liberation'],
    missing:
      'Chromium is missing: install it (Debian: apt-get install chromium fonts-liberation), or set CHROMIUM_PATH to its executable.',
  });
}
