import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../lib/toolchain.mjs';
import { Failure } from '../Job.mjs';

const SECTION = '## Add it to an existing Backstage app';
const START = 'backend.start();';

/**
 * Does in an app what the README tells an adopter to do. Each code block of its section is a step: a shell block is run,
 * line by line; a block whose first line is a comment with a file's name goes into that file.
 */
export async function followReadme(job, app, env) {
  for (const { language, code } of installSteps()) {
    if (language === 'sh') {
      for (const line of code.split('\n').filter(Boolean)) {
        app.hold();
        await job.succeed('sh', ['-c', line], {
          cwd: app.folder,
          title: line,
          env,
        });
      }
    } else {
      addTo(app.folder, code);
    }
  }
}

function installSteps() {
  const text = readFileSync(join(root, 'README.md'), 'utf8');
  const section = text
    .split(/^(?=## )/m)
    .find(part => part.startsWith(SECTION));
  if (!section) throw new Failure(`The README has no section '${SECTION}'.`);
  const blocks = [...section.matchAll(/^```(\w+)\n(.*?)\n```$/gms)];
  return blocks.map(([, language, code]) => ({ language, code }));
}

function addTo(app, code) {
  const [first, ...lines] = code.split('\n');
  const name = first.match(/^(?:\/\/|#) (\S+)$/)?.[1];
  const path = name && join(app, name);
  if (name === 'app-config.yaml') {
    // Backstage merges this file over app-config.yaml, as a person merges the lines by hand.
    appendFileSync(join(app, 'app-config.local.yaml'), lines.join('\n'));
  } else if (name?.endsWith('.ts')) {
    const source = readFileSync(path, 'utf8');
    if (!source.includes(START)) {
      throw new Failure(`${name} has no ${START} to add lines before.`);
    }
    const added = `${lines.join('\n')}\n\n${START}`;
    writeFileSync(path, source.replace(START, added));
  } else {
    throw new Failure(
      `A block in the README's section '${SECTION}' does not name its file: ${first}`,
    );
  }
}
