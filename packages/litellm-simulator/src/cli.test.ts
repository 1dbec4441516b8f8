import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { MASTER_KEY } from './testing/harness';

const SCRIPT = resolve(__dirname, '../../../scripts/simulator.mjs');

function start(args: string[], environment: NodeJS.ProcessEnv = {}) {
  const child = spawn(process.execPath, [SCRIPT, ...args], {
    env: { PATH: process.env.PATH, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const output = { out: '', err: '' };
  child.stdout.on('data', data => {
    output.out += data;
  });
  child.stderr.on('data', data => {
    output.err += data;
  });
  return { child, output, ended: once(child, 'exit') };
}

describe('the command line', () => {
  it('serves the models of a LiteLLM config.yaml and minds its settings, says where in one line, and ends on SIGTERM', async () => {
    const config = join(mkdtempSync(join(tmpdir(), 'simulator-')), 'c.yaml');
    writeFileSync(
      config,
      'model_list:\n  - model_name: mine\n    litellm_params: { model: openai/mine, mock_response: Mine. }\ngeneral_settings: { disable_custom_api_keys: true, master_key: os.environ/KEY }\n',
    );
    const { child, output, ended } = start(
      ['--port', '0', '--version', '1.82.1', '--config', config],
      { LITELLM_MASTER_KEY: MASTER_KEY },
    );
    await once(child.stdout, 'data');
    const [, url] =
      /^LiteLLM simulator 1\.82\.1 on (http:\/\/127\.0\.0\.1:\d+)\n$/.exec(
        output.out,
      ) ?? [];
    const response = await fetch(`${url}/v1/models`, {
      headers: { authorization: `Bearer ${MASTER_KEY}` },
    });
    const models = (await response.json()) as { data: { id: string }[] };
    const state = await fetch(`${url}/simulator/state`, {
      headers: { authorization: `Bearer ${MASTER_KEY}` },
    });
    const { knobs } = (await state.json()) as { knobs: object };
    child.kill('SIGTERM');

    expect(knobs).toMatchObject({ disableCustomKeys: true });
    expect(models.data.map(model => model.id)).toEqual(['mine']);
    expect(await ended).toEqual([0, null]);
  }, 30_000);

  it.each([
    [[], {}, 'LITELLM_MASTER_KEY is not set.\n'],
    [
      ['--version', '2'],
      { LITELLM_MASTER_KEY: MASTER_KEY },
      '--version 2 is not one of 1.82.1, 1.108.2.\n',
    ],
  ])(
    'says in one sentence what is wrong with %j',
    async (args, environment, sentence) => {
      const { output, ended } = start(args, environment);

      expect(await ended).toEqual([2, null]);
      expect(output.err).toBe(sentence);
    },
    30_000,
  );
});
