import { parseArgs } from 'node:util';
import { isVersion, VERSIONS } from './profile';
import { readConfig } from './readConfig';
import { startSimulator, type SimulatorOptions } from './startSimulator';

const USAGE = `simulator --port N --seed N --version ${VERSIONS.join('|')} \
[--host ADDRESS] [--config FILE] [--state FILE]
The master key comes from LITELLM_MASTER_KEY.`;

class UsageError extends Error {}

function optionsOf(
  args: string[],
  environment: NodeJS.ProcessEnv,
): SimulatorOptions | undefined {
  const { values } = parseArgs({
    args,
    options: {
      port: { type: 'string', default: '4000' },
      host: { type: 'string', default: '127.0.0.1' },
      seed: { type: 'string', default: '1' },
      version: { type: 'string', default: '1.108.2' },
      config: { type: 'string' },
      state: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    return undefined;
  }
  if (!isVersion(values.version)) {
    throw new UsageError(
      `--version ${values.version} is not one of ${VERSIONS.join(', ')}.`,
    );
  }
  const masterKey = environment.LITELLM_MASTER_KEY;
  if (!masterKey) {
    throw new UsageError('LITELLM_MASTER_KEY is not set.');
  }
  return {
    masterKey,
    port: numberOf('port', values.port),
    host: values.host,
    seed: numberOf('seed', values.seed),
    version: values.version,
    ...(values.config && readConfig(values.config)),
    stateFile: values.state,
  };
}

function numberOf(name: string, text: string): number {
  if (!/^\d+$/.test(text)) {
    throw new UsageError(`--${name} ${text} is not a number.`);
  }
  return Number(text);
}

async function main(): Promise<void> {
  const options = optionsOf(process.argv.slice(2), process.env);
  if (!options) {
    process.stdout.write(`${USAGE}\n`);
    return;
  }
  const simulator = await startSimulator(options);
  process.stdout.write(
    `LiteLLM simulator ${simulator.version} on ${simulator.url}\n`,
  );
  const stop = () => {
    simulator.close().then(() => process.exit(0), fail);
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
}

function fail(error: unknown): void {
  const message = error instanceof Error ? error.message : String(error);
  process.stderr.write(`${message}\n`);
  process.exitCode = error instanceof UsageError ? 2 : 1;
}

main().catch(fail);
