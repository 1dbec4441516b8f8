import { Checks } from '../checks.mjs';
import { Failure } from '../Job.mjs';
import { startSimulator, VERSIONS } from '../gateways.mjs';
import { freshApp } from '../packaging/freshApp.mjs';
import { followReadme } from '../packaging/readme.mjs';
import { startRegistry } from '../packaging/registry.mjs';
import { inspect, pack, publishablePackages } from '../packaging/tarballs.mjs';
import { asGuest, seeInBrowser, startApp } from '../packaging/visit.mjs';

/** What npm would serve, as an adopter gets it: each package's tarball, and all of them in a fresh Backstage app. */
export async function packaging(job) {
  // Writes the declarations that a build rolls up, whatever it thinks of the types: to judge those is another phase.
  const { node, yarn } = job.toolchain;
  await job.run(node, [yarn, 'tsc', '--pretty', 'false']);
  await job.yarn(['backstage-cli', 'repo', 'build']);
  const checks = new Checks();
  const packed = [];
  for (const source of publishablePackages()) {
    await checks.that(`${source.name}, packed`, async () => {
      packed.push(await pack(job, source));
      inspect(source, packed.at(-1));
    });
  }
  await inFreshApp(job, packed, checks);
  return checks.result();
}

async function inFreshApp(job, packed, checks) {
  const gateway = await startSimulator(job, VERSIONS.at(-1));
  const app = await freshApp(job);
  const env = {
    ...app.env,
    FRESH_APP_REGISTRY: await startRegistry(job, packed),
    LITELLM_URL: gateway.url,
    LITELLM_MASTER_KEY: gateway.masterKey,
  };
  await followReadme(job, app, env);
  await job.succeed('yarn', ['workspace', 'app', 'build'], {
    cwd: app.folder,
    env,
  });
  const url = await startApp(job, { folder: app.folder, env });
  const get = await asGuest(url);

  await checks.that('A fresh app answers the API', async () => {
    await job.until(
      () => 'GET /api/litemaas/models lists no model.',
      60,
      async () => (await get('/api/litemaas/models')).items.length > 0,
    );
  });
  await checks.that('A fresh app has its guest for an admin', async () => {
    const { isAdmin, person } = await get('/api/litemaas/me');
    if (!isAdmin) throw new Failure(`${person.entityRef} is no admin.`);
  });
  await checks.that('A fresh app has the models in its catalog', async () => {
    await job.until(
      () => 'The catalog has no Resource of type ai-model.',
      60,
      async () => {
        const query = 'filter=kind=resource,spec.type=ai-model';
        const { items } = await get(`/api/catalog/entities/by-query?${query}`);
        return items.length > 0;
      },
    );
  });
  await checks.that('A fresh app shows the page', async () => {
    const { items } = await get('/api/litemaas/models');
    if (items.length === 0) throw new Failure('There is no model to show.');
    await seeInBrowser(job, `${url}/litemaas/models`, items[0].name);
  });
}
