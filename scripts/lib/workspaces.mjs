import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { answers, serve } from './processes.mjs';
import { Problem } from './progress.mjs';
import { root } from './toolchain.mjs';

// The portal as developers run it: from its sources, following their changes.

/** Starts the backend. Returns the server (see `serve`); await `ready`. */
export const startBackend = (toolchain, { url, log }) =>
  startWorkspace(toolchain, 'backend', {
    log,
    isReady: server => runs(url, server),
  });

/** Starts the frontend's dev server. Returns it (see `serve`); `ready` waits for a page that a person can open. */
export const startFrontend = (toolchain, { url, log }) =>
  startWorkspace(toolchain, 'frontend', {
    log,
    isReady: server => opens(url, server),
  });

function startWorkspace({ node, env }, name, options) {
  const folder = { backend: 'backend', frontend: 'app' }[name];
  const cli = join(root, 'node_modules/@backstage/cli/bin/backstage-cli');
  return serve(name, node, [cli, 'package', 'start'], {
    cwd: join(root, 'packages', folder),
    env,
    seconds: 300,
    ...options,
  });
}

/** Whether the backend is ready; a Problem if it never will be: in development it stays, and waits for a change of its code. */
async function runs(url, { output, log }) {
  const why = reasonOf(stripVTControlCharacters(output()));
  if (why) throw new Problem(`The backend cannot start: ${why} (${log})`);
  return answers(`${url}/.backstage/health/v1/readiness`);
}

/** Why a backend failed, in its own words; undefined while it did not. */
function reasonOf(said) {
  const failed = said.match(
    /^ +(?:Plugin|Module) '(.*?)'.* startup failed; caused by (.*?)(?:\\n| type=|$)/m,
  );
  if (failed) return `${failed[1]} says ${failed[2]}`;
  // Node's last line when it ends because of an error that nobody caught.
  const isCrash = /^Node\.js v\d/m.test(said);
  return isCrash
    ? said.match(/^\w*Error\b.*$/m)?.[0] ?? 'its code does not load'
    : undefined;
}

/**
 * Whether the page and all its scripts are there; a Problem if they were made from something that does not compile. The dev
 * server holds its answers back until it has compiled, and answers with what it has even then.
 */
async function opens(url, { output, log }) {
  const page = await textOf(url, 'text/html');
  const said = stripVTControlCharacters(output());
  if (/compiled with \d+ errors?/.test(said)) {
    const [, where] = said.match(/^ERROR in (.*)$/m) ?? [];
    throw new Problem(
      `The frontend does not compile${
        where ? `, look at ${where}` : ''
      }: the errors are in ${log}.`,
    );
  }
  const scripts = [...(page ?? '').matchAll(/<script[^>]* src="([^"]+)"/g)];
  const there = await Promise.all(
    scripts.map(([, path]) => textOf(new URL(path, url), 'javascript')),
  );
  return there.length > 0 && there.every(Boolean);
}

/** What is at an address, if it is of that type: a dev server answers with its page for all that it does not have. */
async function textOf(url, type) {
  try {
    const response = await fetch(url);
    const isThat = response.headers.get('content-type')?.includes(type);
    return response.ok && isThat ? await response.text() : undefined;
  } catch {
    // Nobody listens yet.
    return undefined;
  }
}
