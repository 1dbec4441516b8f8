import { mkdtempSync, readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startTest, VERSIONS } from '../testing/harness';

describe('the state file', () => {
  const newPath = () =>
    join(mkdtempSync(join(tmpdir(), 'simulator-')), 'state.json');

  it.each(VERSIONS)(
    'brings keys, models and logs of %s over a restart; what was not flushed is lost by 1.82.1 alone',
    async version => {
      const stateFile = newPath();
      const first = await startTest({ version, stateFile });
      const key = await first.newKey({ key_alias: 'lasting' });
      await first.post('/team/new', { team_id: 't' });
      await first.post('/model/new', {
        model_name: 'kept',
        litellm_params: { model: 'openai/kept', mock_response: 'Kept.' },
      });
      await first.chat(key, 'kept');
      first.simulator.knobs.flushDelayMs = [60_000, 60_000];
      await first.chat(key, 'kept');
      await first.simulator.close();

      const second = await startTest({ version, stateFile });
      expect(await second.info(key)).toMatchObject({ key_alias: 'lasting' });
      expect((await second.chat(key, 'kept')).status).toBe(200);
      expect((await second.get('/team/info?team_id=t')).status).toBe(200);
      expect(await second.logs()).toHaveLength(version === '1.82.1' ? 2 : 3);
      await second.simulator.close();
      expect(readdirSync(join(stateFile, '..'))).toEqual(['state.json']);
    },
  );

  it('that is broken stops the start with one sentence', async () => {
    const stateFile = newPath();
    writeFileSync(stateFile, '{"format":1,"tab');

    await expect(startTest({ stateFile })).rejects.toThrow(
      `The state file ${stateFile} is not JSON.`,
    );
  });
});
