import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { answers, run, serve } from './processes.mjs';
import { Problem } from './progress.mjs';
import { root } from './toolchain.mjs';

/**
 * Starts the portal as in production: the built app, served by the backend, configured by app-config.production.yaml and
 * the environment, with the sample company in its catalog. Call `ensureAppBuilt` before.
 *
 * - `port`: where it listens, on the loopback address
 * - `metadataUrl`: the issuer's discovery address, as `startIssuer` tells it
 * - `gateway`: `{ url, masterKey, publicUrl }`; publicUrl is the url where it says nothing else
 * - `data`: a folder for its SQLite databases; `databaseUrl`: a PostgreSQL instead
 * - `config`: configuration on top of all, as an object, for example `{ litemaas: { support: 'help@example' } }`
 * - `log`: the file it writes to
 *
 * Returns the server (see `serve`: `ready`, `stop()`, `ended`, `output()`) with its `url`; await `ready`.
 */
export function startPortal({ node, env }, options) {
  const { port, metadataUrl, gateway, data, databaseUrl, config, log } =
    options;
  const url = `http://localhost:${port}`;
  const server = serve(
    'portal',
    node,
    [
      ...['--require', '@backstage/cli/config/nodeTransform.cjs', 'src'],
      ...['--config', join(root, 'app-config.yaml')],
      ...['--config', join(root, 'app-config.production.yaml')],
    ],
    {
      cwd: join(root, 'packages/backend'),
      log,
      isReady: () => answers(`${url}/.backstage/health/v1/readiness`),
      seconds: 120,
      env: {
        ...env,
        NODE_ENV: 'production',
        LITEMAAS_BASE_URL: url,
        PORT: String(port),
        LITEMAAS_DATABASE_URL: databaseUrl ?? '',
        LITELLM_URL: gateway.url,
        LITELLM_MASTER_KEY: gateway.masterKey,
        LITELLM_PUBLIC_URL: gateway.publicUrl ?? gateway.url,
        OIDC_METADATA_URL: metadataUrl,
        OIDC_CLIENT_ID: 'litemaas-portal',
        OIDC_CLIENT_SECRET: 'development-only',
        AUTH_SESSION_SECRET: 'for-a-test-portal',
        LITEMAAS_SECRETS_KEY: Buffer.alloc(32, 'test').toString('base64'),
        ...configEnvironment({
          backend: {
            listen: { host: '127.0.0.1' },
            ...sqlite(databaseUrl, data),
          },
          catalog: { locations: sampleCompany() },
        }),
        ...configEnvironment(config ?? {}),
      },
    },
  );
  return { ...server, url };
}

/** Builds the app for production, unless the one that is there was built from the same files. */
export async function ensureAppBuilt({ node, yarn, env }) {
  const stamp = join(root, '.local/app-build');
  const wanted = sourcesHash();
  const isBuilt =
    existsSync(join(root, 'packages/app/dist/index.html')) &&
    existsSync(stamp) &&
    readFileSync(stamp, 'utf8') === wanted;
  if (isBuilt) return;
  const { code, output } = await run(
    node,
    [yarn, 'workspace', 'app', 'build'],
    { cwd: root, env },
  );
  if (code !== 0) throw new Problem(`The app cannot be built:\n${output}`);
  mkdirSync(join(root, '.local'), { recursive: true });
  writeFileSync(stamp, wanted);
}

/** Configuration as environment variables that Backstage reads: `APP_CONFIG_a_b` for each branch that is no object. */
export function configEnvironment(config, path = 'APP_CONFIG') {
  return Object.fromEntries(
    Object.entries(config).flatMap(([key, value]) =>
      value && typeof value === 'object' && !Array.isArray(value)
        ? Object.entries(configEnvironment(value, `${path}_${key}`))
        : [[`${path}_${key}`, JSON.stringify(value)]],
    ),
  );
}

function sqlite(databaseUrl, data) {
  if (databaseUrl) return {};
  return {
    database: {
      client: 'better-sqlite3',
      connection: { directory: join(data, 'database') },
      pluginDivisionMode: 'database',
    },
  };
}

function sampleCompany() {
  return [
    {
      type: 'file',
      target: join(root, 'examples/org.yaml'),
      rules: [{ allow: ['User', 'Group'] }],
    },
    { type: 'file', target: join(root, 'examples/components.yaml') },
  ];
}

/** A hash of all that the app is made from. */
function sourcesHash() {
  const hash = createHash('sha256');
  const plugins = readdirSync(join(root, 'plugins'));
  const add = path => {
    if (!existsSync(path)) return;
    if (statSync(path).isDirectory()) {
      for (const name of readdirSync(path).sort()) add(join(path, name));
    } else {
      hash.update(path).update(readFileSync(path));
    }
  };
  add(join(root, 'yarn.lock'));
  add(join(root, 'app-config.yaml'));
  for (const folder of [
    'packages/app',
    ...plugins.map(name => `plugins/${name}`),
  ]) {
    for (const part of ['src', 'public', 'package.json', 'config.d.ts']) {
      add(join(root, folder, part));
    }
  }
  return hash.digest('hex');
}
