import { randomBytes } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { run } from 'node:test';
import { createLiteLlmClient, type LiteLlmClient } from '../src';
import { toEnvironment } from './facts';
import { sharedModels } from './models';
import { report, sum, type Counts } from './report';
import { hasDefaultUser, sweep } from './sweep';

const SUFFIX = '.contract.ts';

/**
 * One after the other: counters of limits need a process with few keys, and
 * on 1.82.1 models that go can take others along for a moment. Beside them
 * the file that waits.
 */
const FIRST = 'rateLimits';
const LAST = 'models';
const BESIDE = 'waiting';

/** Runs the files of cases, all or some, against one gateway. */
async function main(chosen: string[]): Promise<Counts> {
  const all = readdirSync(__dirname)
    .filter(name => name.endsWith(SUFFIX))
    .map(name => name.slice(0, -SUFFIX.length));
  const unknown = chosen.find(name => !all.includes(name));
  if (unknown) throw new Error(`There is no '${unknown}': ${all.join(', ')}.`);

  const { LITELLM_URL: url = '', LITELLM_MASTER_KEY: masterKey = '' } =
    process.env;
  const client = createLiteLlmClient({ url, key: masterKey });
  const version = await client.health.version();
  if (!version) throw new Error('The gateway does not tell its version.');
  console.log(`LiteLLM ${version} at ${url}`);

  const prefix = `contract-${randomBytes(4).toString('hex')}-`;
  const interruption = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => interruption.abort());
  }
  const had = await hasDefaultUser(client);
  try {
    for (const model of Object.values(sharedModels(prefix))) {
      await client.models.create(model);
    }
    Object.assign(
      process.env,
      toEnvironment({ url, masterKey, version, prefix }),
    );
    const { signal } = interruption;
    const cases = (names: string[]) =>
      report(run({ files: names.map(fileOf), concurrency: 2, signal }));
    const names = chosen.length > 0 ? chosen : all;
    const only = (...some: string[]) => names.filter(n => some.includes(n));
    const inTurn = async () => [
      await cases(only(FIRST)),
      await cases(names.filter(n => ![FIRST, LAST, BESIDE].includes(n))),
    ];
    const both = await Promise.all([cases(only(BESIDE)), inTurn()]);
    return sum([...both.flat(), await cases(only(LAST))]);
  } finally {
    await sweep(client, prefix, had);
    await assertSwept(client, prefix);
  }
}

const fileOf = (name: string) => join(__dirname, `${name}${SUFFIX}`);

/** A gateway that keeps what was deleted fails the run. */
async function assertSwept(
  client: LiteLlmClient,
  prefix: string,
): Promise<void> {
  const { items } = await client.models.list();
  if (items.some(model => model.id.startsWith(prefix))) {
    throw new Error(`Models of this run are left behind: ${prefix}…`);
  }
}

main(process.argv.slice(2)).then(
  ({ passed, failed, skipped }) => {
    console.log(`${passed} passed, ${failed} failed, ${skipped} skipped`);
    process.exitCode = failed > 0 ? 1 : 0;
  },
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    console.log('0 passed, 1 failed, 0 skipped');
    process.exitCode = 1;
  },
);
