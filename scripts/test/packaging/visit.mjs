import { join } from 'node:path';
import { configEnvironment } from '../../lib/portal.mjs';
import { answers, serve } from '../../lib/processes.mjs';
import { openPage } from '../chromium.mjs';
import { freePort } from '../freePort.mjs';
import { Failure } from '../Job.mjs';

/** Starts the backend of an app, which serves its built frontend too. Resolves to its address once it is ready. */
export async function startApp(job, { folder, env }) {
  const port = await freePort();
  const url = `http://localhost:${port}`;
  const server = serve(
    'fresh app',
    job.toolchain.node,
    ['--require', '@backstage/cli/config/nodeTransform.cjs', 'src/index.ts'],
    {
      cwd: join(folder, 'packages/backend'),
      env: {
        ...job.env,
        ...env,
        // As `backstage-cli package start` does; the guest of a fresh app is for development only.
        NODE_ENV: 'development',
        ...configEnvironment({
          app: { baseUrl: url },
          backend: { baseUrl: url, listen: { port } },
        }),
      },
      log: join(job.folder, `${job.name}-app.log`),
      isReady: () => answers(`${url}/.backstage/health/v1/readiness`),
      seconds: 120,
    },
  );
  job.defer(() => server.stop());
  await server.ready;
  return url;
}

/** Signs in as the guest of a fresh app. Resolves to a function that gets a path of the backend as JSON. */
export async function asGuest(url) {
  const session = await json(`${url}/api/auth/guest/refresh`, {
    'X-Requested-With': 'XMLHttpRequest',
  });
  const { token } = session.backstageIdentity;
  return path => json(`${url}${path}`, { Authorization: `Bearer ${token}` });
}

async function json(url, headers) {
  const response = await fetch(url, { headers });
  const body = await response.text();
  if (!response.ok) throw new Failure(`${url}: ${response.status} ${body}`);
  return JSON.parse(body);
}

/** Opens a page of the app in a browser, as the guest, and waits until it shows a text. */
export async function seeInBrowser(job, address, text) {
  const page = await openPage(job);
  const errors = [];
  page.on('pageerror', error => errors.push(error.message));
  await page.goto(address);
  try {
    await page.getByRole('button', { name: 'Enter' }).click();
    await page.getByText(text).first().waitFor({ timeout: 30_000 });
  } catch (error) {
    const shown = await page.locator('body').innerText();
    throw new Failure(
      [`${error.message}\nThe page shows:`, shown, ...errors].join('\n'),
    );
  }
}
