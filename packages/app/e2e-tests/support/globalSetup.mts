import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startIssuer, startSimulator } from '../../../../scripts/lib/parts.mjs';
import {
  ensureAppBuilt,
  startPortal,
} from '../../../../scripts/lib/portal.mjs';
import { ensureToolchain, root } from '../../../../scripts/lib/toolchain.mjs';
import { freePort } from '../../../../scripts/test/freePort.mjs';
import { publishEnvironment } from './environment.ts';
import { startGatewayProxy } from './gatewayProxy.mts';

const SIMULATOR_KEY = 'sk-simulator-of-the-journeys';

/**
 * Starts what a journey needs, on free loopback ports and with a folder of its own: the issuer, the simulator (or the gateway
 * of LITELLM_URL and LITELLM_MASTER_KEY), a proxy before it, and the portal as in production. Answers the function that ends
 * it all, the youngest first.
 */
export default async function globalSetup() {
  const cleanups: Array<() => unknown> = [];
  const tearDown = async () => {
    for (const cleanup of cleanups.reverse()) await cleanup();
  };
  try {
    await setUp(cleanup => cleanups.push(cleanup));
  } catch (error) {
    await tearDown();
    throw error;
  }
  return tearDown;
}

async function setUp(defer: (cleanup: () => unknown) => void) {
  const toolchain = await ensureToolchain();
  await ensureAppBuilt(toolchain);
  const data = mkdtempSync(join(tmpdir(), 'litemaas-journeys-'));
  defer(() => rmSync(data, { recursive: true, force: true }));
  const log = (name: string) =>
    join(root, '.local/test', `journeys-${name}.log`);

  const issuer = startIssuer(toolchain, {
    port: await freePort(),
    log: log('issuer'),
  });
  defer(() => issuer.stop());
  await issuer.ready;

  const gateway = await findGateway();
  const proxy = await startGatewayProxy(gateway.url);
  defer(() => proxy.close());

  const portal = startPortal(toolchain, {
    port: await freePort(),
    metadataUrl: issuer.metadataUrl,
    gateway: { url: proxy.url, masterKey: gateway.masterKey },
    data,
    log: log('portal'),
  });
  defer(() => portal.stop());
  await portal.ready;

  publishEnvironment({
    portalUrl: portal.url,
    gateway: {
      url: proxy.url,
      masterKey: gateway.masterKey,
      isSimulated: gateway.isSimulated,
      controlUrl: proxy.controlUrl,
    },
  });

  async function findGateway() {
    const { LITELLM_URL: url, LITELLM_MASTER_KEY: masterKey } = process.env;
    if (url && masterKey) return { url, masterKey, isSimulated: false };
    const simulator = startSimulator(toolchain, {
      port: await freePort(),
      masterKey: SIMULATOR_KEY,
      log: log('simulator'),
    });
    defer(() => simulator.stop());
    await simulator.ready;
    return {
      url: simulator.url,
      masterKey: SIMULATOR_KEY,
      isSimulated: true,
    };
  }
}
