import { join } from 'node:path';
import { answers, serve, until } from './processes.mjs';
import { root } from './toolchain.mjs';

// What stands around the portal on a developer's machine and in tests: who signs people in, and a gateway.

/**
 * Starts the local issuer with the people of examples/org.yaml. It takes any portal on http://localhost as its client.
 * Resolves, once it answers, to the server with its `url` and `metadataUrl`.
 */
export async function startIssuer({ node, env }, { port, log }) {
  const url = `http://localhost:${port}`;
  const metadataUrl = `${url}/.well-known/openid-configuration`;
  const server = serve(
    node,
    [
      ...['--require', '@backstage/cli/config/nodeTransform.cjs'],
      'packages/dev-issuer/src/cli.ts',
      ...['--port', String(port), '--people', 'examples/org.yaml'],
    ],
    { cwd: root, env, log },
  );
  await until(() => answers(metadataUrl), {
    name: 'issuer',
    server,
    seconds: 60,
  });
  return { ...server, url, metadataUrl };
}

/**
 * Starts the LiteLLM simulator. With `state`, a file, it goes on where it was when it ended.
 * Resolves, once it answers, to the server with its `url`.
 */
export async function startSimulator(
  { node, env },
  { port, masterKey, state, log },
) {
  const url = `http://localhost:${port}`;
  const server = serve(
    node,
    [
      join(root, 'scripts/simulator.mjs'),
      ...['--port', String(port), '--seed', '1'],
      ...(state ? ['--state', state] : []),
    ],
    { cwd: root, env: { ...env, LITELLM_MASTER_KEY: masterKey }, log },
  );
  await until(() => answers(`${url}/health/liveliness`), {
    name: 'LiteLLM simulator',
    server,
    seconds: 60,
  });
  return { ...server, url };
}
