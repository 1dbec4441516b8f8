import { randomBytes } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { run } from 'node:test';
import { createLiteLlmClient } from '../src';
import { toEnvironment } from './facts';
import { sharedModels } from './models';
import { NONE, report, sum, type Counts } from './report';
import { hasDefaultUser, sweep } from './sweep';

const SUFFIX = '.contract.ts';

/** First and alone: counters of limits need a process that knows few keys. */
const FIRST = 'rateLimits';
/** Last and alone: on 1.82.1 models that go take others along for a moment. */
const LAST = 'models';
/** Beside the first and all others. */
const WAITING = 'waiting';

/** Runs the files of cases, all or some, against one gateway. */
async function main(chosen: string[]): Promise<Counts> {
  const names = namesOf(chosen);
  const { LITELLM_URL: url = '', LITELLM_MASTER_KEY: masterKey = '' } =
    process.env;
  const client = createLiteLlmClient({ url, key: masterKey });
  const version = await client.health.version();
  if (!version) throw new Error('The gateway does not tell its version.');
  console.log(`LiteLLM ${version} at ${url}`);

  const interruption = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => interruption.abort());
  }
  const prefix = `contract-${randomBytes(4).toString('hex')}-`;
  const hadDefaultUser = await hasDefaultUser(client);
  try {
    for (const model of Object.values(sharedModels(prefix))) {
      await client.models.create(model);
    }
    const facts = { url, masterKey, version, prefix };
    Object.assign(process.env, toEnvironment(facts));
    return await runInOrder(names, interruption.signal);
  } finally {
    await sweep(client, prefix, hadDefaultUser);
  }
}

function namesOf(chosen: string[]): string[] {
  const all = readdirSync(__dirname)
    .filter(name => name.endsWith(SUFFIX))
    .map(name => name.slice(0, -SUFFIX.length));
  const unknown = chosen.find(name => !all.includes(name));
  if (unknown) throw new Error(`There is no '${unknown}': ${all.join(', ')}.`);
  return chosen.length > 0 ? chosen : all;
}

async function runInOrder(
  names: string[],
  signal: AbortSignal,
): Promise<Counts> {
  const cases = async (wanted: (name: string) => boolean) => {
    const files = names
      .filter(wanted)
      .map(name => join(__dirname, `${name}${SUFFIX}`));
    if (files.length === 0 || signal.aborted) return NONE;
    return report(run({ files, concurrency: 2, signal }), signal);
  };
  const alone = [FIRST, LAST, WAITING];
  const inTurn = async () => [
    await cases(name => name === FIRST),
    await cases(name => !alone.includes(name)),
  ];
  const [waiting, others] = await Promise.all([
    cases(name => name === WAITING),
    inTurn(),
  ]);
  const last = await cases(name => name === LAST);
  if (signal.aborted) throw new Error('Stopped; what was made is deleted.');
  return sum([waiting, ...others, last]);
}

main(process.argv.slice(2)).then(
  ({ passed, failed, skipped }) => {
    console.log(`${passed} passed, ${failed} failed, ${skipped} skipped`);
    process.exitCode = failed > 0 ? 1 : 0;
  },
  (error: unknown) => {
    console.log(error instanceof Error ? error.message : String(error));
    console.log('0 passed, 1 failed, 0 skipped');
    process.exitCode = 1;
  },
);
