import { modelModeSchema } from '@litemaas/backstage-plugin-litemaas-common';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { snippet, SNIPPET_LANGUAGES } from './snippets';

const HOSTILE = [
  'gpt-4o-mini',
  `a'b"c`,
  '$(touch pwned)`touch pwned`',
  '\\"; exit 1 #',
  'new\nline',
  '%s !! ~ * ;@file',
];
const SECRET = 'sk-Ab_c-9';
const publicUrl = 'https://llm.example/v1';
const modes = modelModeSchema.options;

/** Runs a snippet in a real shell whose `curl` prints its address, key and arguments, each ended by a zero byte. */
function run(script: string): string[] {
  const folder = mkdtempSync(join(tmpdir(), 'litemaas-snippet-'));
  try {
    writeFileSync(join(folder, 'curl'), `#!/bin/sh\nprintf '%s\\0' "$@"\n`, {
      mode: 0o755,
    });
    const output = execFileSync('sh', ['-c', script], {
      cwd: folder,
      env: { PATH: `${folder}:${process.env.PATH}` },
      encoding: 'utf8',
    });
    return output.split('\0').slice(0, -1);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The model a call names, in its JSON or in its form. */
function modelIn(args: string[]): string {
  const form = args.indexOf('--form-string');
  return form < 0
    ? JSON.parse(args[args.indexOf('-d') + 1]).model
    : args[form + 1].replace(/^model=/, '');
}

describe.each(modes)('The curl snippet of a model of kind %s', mode => {
  it.each(HOSTILE)('hands the name %j to curl as data', name => {
    const args = run(
      snippet('curl', { publicUrl, model: { name, mode }, secret: SECRET }),
    );
    expect(args[0]).toMatch(/^https:\/\/llm\.example\/v1\/[a-z/]+$/);
    expect(args).toContain(`Authorization: Bearer ${SECRET}`);
    expect(modelIn(args)).toBe(name);
  });
});

it('can be sourced as an environment file whatever the name holds', () => {
  for (const name of HOSTILE) {
    const file = snippet('environment', {
      publicUrl,
      model: { name, mode: 'chat' },
      secret: SECRET,
    });
    const values = run(
      `${file}\ncurl "$OPENAI_BASE_URL" "$OPENAI_API_KEY" "$OPENAI_MODEL"`,
    );
    expect(values).toEqual([publicUrl, SECRET, name]);
  }
});

it('quotes names in Python and TypeScript as literals', () => {
  for (const language of ['python', 'typescript'] as const) {
    for (const name of HOSTILE) {
      const text = snippet(language, {
        publicUrl,
        model: { name, mode: 'chat' },
      });
      const [, literal] = /model(?:=|: )("(?:[^"\\]|\\.)*")/.exec(text) ?? [];
      expect(JSON.parse(literal)).toBe(name);
    }
  }
});

it.each(SNIPPET_LANGUAGES)(
  'sets address and key once in %s, and leaves the key out where there is none to show',
  language => {
    const options = { publicUrl, model: { name: 'm', mode: 'chat' as const } };
    const withKey = snippet(language, { ...options, secret: SECRET });
    expect(withKey.split(publicUrl)).toHaveLength(2);
    expect(withKey.split(SECRET)).toHaveLength(2);
    expect(withKey).toContain('OPENAI_BASE_URL');
    expect(withKey).toContain('OPENAI_API_KEY');

    expect(snippet(language, options)).not.toContain('sk-');
  },
);
