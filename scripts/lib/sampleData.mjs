import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from './processes.mjs';
import { Problem } from './progress.mjs';
import { root } from './toolchain.mjs';

/** There while the sample data is written: what a start that was interrupted leaves behind. */
const marker = data => join(data, 'filling');

/** Before anything runs: what was filled only half is thrown away, and filled again. */
export function forgetHalfFilled(data) {
  if (!existsSync(marker(data))) return;
  for (const name of ['database', 'simulator.json', 'filling']) {
    rmSync(join(data, name), { recursive: true, force: true });
  }
}

/** Gives an empty portal and its simulator what scripts/seed has for them; `say` hears how far that is. */
export async function fillIfEmpty({ node, env }, { data, backendUrl, say }) {
  writeFileSync(marker(data), '');
  const { code, output } = await run(
    node,
    [
      ...['--require', '@backstage/cli/config/nodeTransform.cjs'],
      ...['scripts/seed/main.mjs', '--backend', backendUrl],
    ],
    { cwd: root, env, onLine: say },
  );
  if (code !== 0) {
    throw new Problem(`The sample data could not be written:\n${output}`);
  }
  rmSync(marker(data));
}
