import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { configEnvironment } from './portal.mjs';
import { Problem } from './progress.mjs';
import { root } from './toolchain.mjs';

/** Where the parts listen in development; app-config.yaml says the same. */
const PORTS = {
  frontend: 3000,
  backend: 7007,
  issuer: 7008,
  simulator: 4000,
};

/** The master key of the simulator in development; app-config.yaml has the same. */
export const SIMULATOR_KEY = 'sk-simulator-development-only';

/**
 * What `npm start` runs against, from the environment: `{ isSimulated, data, ports, env }`. `data` is a folder in .local for
 * this gateway alone, since a database belongs to one gateway, unless LITEMAAS_DATA names another; `env` is what backend and
 * frontend get.
 */
export function development(env) {
  const { LITELLM_URL: url, LITELLM_MASTER_KEY: masterKey } = env;
  if (Boolean(url) !== Boolean(masterKey)) {
    throw new Problem(
      'A real gateway needs both LITELLM_URL and LITELLM_MASTER_KEY in the environment; for the simulator set neither.',
    );
  }
  const ports = portsOf(env);
  const gateway = url ?? `http://localhost:${ports.simulator}`;
  const data =
    env.LITEMAAS_DATA ??
    join(root, '.local', url ? folderName(url) : 'simulator');
  mkdirSync(data, { recursive: true });
  return {
    isSimulated: !url,
    data,
    ports,
    env: {
      ...portsEnvironment(ports),
      ...env,
      LITEMAAS_DATA: data,
      LITELLM_URL: gateway,
      LITELLM_MASTER_KEY: masterKey ?? SIMULATOR_KEY,
      LITELLM_PUBLIC_URL: env.LITELLM_PUBLIC_URL ?? gateway,
      AUTH_SESSION_SECRET: env.AUTH_SESSION_SECRET ?? sessionSecret(),
      BROWSER: 'none',
      ...databaseEnvironment(env.LITEMAAS_DATABASE_URL),
    },
  };
}

/** Where the parts of this environment's portal listen: LITEMAAS_PORT_OFFSET moves them all. */
export function portsOf({ LITEMAAS_PORT_OFFSET: moved }) {
  const offset = Number(moved || 0);
  const ports = Object.entries(PORTS).map(([name, port]) => [
    name,
    port + offset,
  ]);
  if (
    !ports.every(
      ([, port]) => Number.isInteger(port) && port > 0 && port < 65_536,
    )
  ) {
    throw new Problem(
      `LITEMAAS_PORT_OFFSET is to move ports, as 100 does, and not to be ${moved}.`,
    );
  }
  return Object.fromEntries(ports);
}

function portsEnvironment(ports) {
  const frontend = `http://localhost:${ports.frontend}`;
  const backend = `http://localhost:${ports.backend}`;
  return {
    OIDC_METADATA_URL: `http://localhost:${ports.issuer}/.well-known/openid-configuration`,
    ...configEnvironment({
      app: { baseUrl: frontend },
      backend: {
        baseUrl: backend,
        listen: { port: ports.backend },
        cors: { origin: frontend },
      },
    }),
  };
}

function databaseEnvironment(connection) {
  if (!connection) return {};
  return configEnvironment({
    backend: {
      database: { client: 'pg', connection, pluginDivisionMode: 'schema' },
    },
  });
}

/** `https://llm.example.com:4000/v1` → `llm.example.com-4000-v1` */
function folderName(url) {
  if (!URL.canParse(url)) {
    throw new Problem(`LITELLM_URL is no address: ${url}`);
  }
  const { host, pathname } = new URL(url);
  return `${host}${pathname}`.replace(/[^\w.]+/g, '-').replace(/^-+|-+$/g, '');
}

/** Made at the first start, and kept, so that sessions outlive a restart. */
function sessionSecret() {
  const file = join(root, '.local/session-secret');
  if (!existsSync(file)) {
    writeFileSync(file, randomBytes(32).toString('base64url'), { mode: 0o600 });
  }
  return readFileSync(file, 'utf8');
}
