import { join } from 'node:path';
import { answers, serve } from './processes.mjs';
import { root } from './toolchain.mjs';

// What stands around the portal on a developer's machine and in tests: who signs people in, and a gateway.

/**
 * Starts the local issuer with the people of examples/org.yaml. It takes any portal on http://localhost as its client.
 * Returns the server (see `serve`) with its `url` and `metadataUrl`; await `ready`.
 */
export function startIssuer({ node, env }, { port, log }) {
  const url = `http://localhost:${port}`;
  const metadataUrl = `${url}/.well-known/openid-configuration`;
  const server = serve(
    'issuer',
    node,
    [
      ...['--require', '@backstage/cli/config/nodeTransform.cjs'],
      'packages/dev-issuer/src/cli.ts',
      ...['--port', String(port), '--people', 'examples/org.yaml'],
    ],
    { cwd: root, env, log, isReady: () => answers(metadataUrl), seconds: 60 },
  );
  return { ...server, url, metadataUrl };
}

/**
 * Starts the LiteLLM simulator, as that version of LiteLLM or as the newest it knows. With `state`, a file, it goes on where
 * it was when it ended. Returns the server (see `serve`) with its `url`; await `ready`.
 */
export function startSimulator(toolchain, options) {
  const { port, masterKey, version, state, log } = options;
  const url = `http://localhost:${port}`;
  const server = serve(
    'LiteLLM simulator',
    toolchain.node,
    [
      join(root, 'scripts/simulator.mjs'),
      ...['--port', String(port), '--seed', '1'],
      ...(version ? ['--version', version] : []),
      ...(state ? ['--state', state] : []),
    ],
    {
      cwd: root,
      env: { ...toolchain.env, LITELLM_MASTER_KEY: masterKey },
      log,
      isReady: () => answers(`${url}/health/liveliness`),
      seconds: 60,
    },
  );
  return { ...server, url };
}
