import type { ModelMode } from '@litemaas/backstage-plugin-litemaas-common';
import { callFor, type Call } from './calls';
import { literal, shell } from './quote';

export const SNIPPET_LANGUAGES = [
  'curl',
  'python',
  'typescript',
  'environment',
] as const;

export type SnippetLanguage = (typeof SNIPPET_LANGUAGES)[number];

export interface SnippetOptions {
  /** The gateway's address for callers, ending in `/v1`. */
  publicUrl: string;
  model: { name: string; mode: ModelMode };
  /** The key's value. Absent: the snippet expects `OPENAI_API_KEY` to be set. */
  secret?: string;
}

/** A first call in a language, ready to paste; whatever the names hold, they stay data. */
export function snippet(
  language: SnippetLanguage,
  options: SnippetOptions,
): string {
  const call = callFor(options.model.mode, options.model.name);
  switch (language) {
    case 'python':
      return python(call, options);
    case 'typescript':
      return typescript(call, options);
    case 'environment':
      return environment(options);
    default:
      return curl(call, options);
  }
}

function curl(call: Call, { publicUrl, secret }: SnippetOptions): string {
  const lines = [
    `curl "$OPENAI_BASE_URL${call.path}"`,
    `-H "Authorization: Bearer $OPENAI_API_KEY"`,
    ...(call.upload
      ? [
          ...Object.entries(call.body).map(
            ([name, value]) => `--form-string ${shell(`${name}=${value}`)}`,
          ),
          `-F ${shell(`file=@${call.upload}`)}`,
        ]
      : [
          `-H "Content-Type: application/json"`,
          `-d ${shell(JSON.stringify(call.body))}`,
        ]),
    ...(call.download ? [`-o ${shell(call.download)}`] : []),
  ];
  return [
    `export OPENAI_BASE_URL=${shell(publicUrl)}`,
    ...(secret ? [`export OPENAI_API_KEY=${shell(secret)}`] : []),
    '',
    lines.join(' \\\n  '),
  ].join('\n');
}

function python(call: Call, { publicUrl, secret }: SnippetOptions): string {
  const body = Object.entries(call.body).map(
    ([name, value]) => `    ${name}=${data(value)},`,
  );
  return [
    'import os',
    'from openai import OpenAI',
    '',
    `os.environ["OPENAI_BASE_URL"] = ${literal(publicUrl)}`,
    ...(secret ? [`os.environ["OPENAI_API_KEY"] = ${literal(secret)}`] : []),
    '',
    'client = OpenAI()',
    ...(call.sdk
      ? [
          `answer = client.${call.sdk.python}(`,
          ...body,
          ...(call.upload
            ? [`    file=open(${literal(call.upload)}, "rb"),`]
            : []),
          ')',
        ]
      : [
          `answer = client.post(${literal(call.path)}, cast_to=object, body={`,
          ...Object.entries(call.body).map(
            ([name, value]) => `    ${literal(name)}: ${data(value)},`,
          ),
          '})',
        ]),
    call.download
      ? `answer.write_to_file(${literal(call.download)})`
      : `print(${path('answer', call.sdk?.result)})`,
  ].join('\n');
}

function typescript(call: Call, { publicUrl, secret }: SnippetOptions): string {
  const fields = [
    ...Object.entries(call.body).map(
      ([name, value]) => `  ${name}: ${data(value)},`,
    ),
    ...(call.upload
      ? [`  file: createReadStream(${literal(call.upload)}),`]
      : []),
  ];
  return [
    ...(call.upload ? [`import { createReadStream } from 'node:fs';`] : []),
    ...(call.download ? [`import { writeFile } from 'node:fs/promises';`] : []),
    `import OpenAI from 'openai';`,
    '',
    `process.env.OPENAI_BASE_URL = ${literal(publicUrl)};`,
    ...(secret ? [`process.env.OPENAI_API_KEY = ${literal(secret)};`] : []),
    '',
    'const client = new OpenAI();',
    ...(call.sdk
      ? [
          `const answer = await client.${call.sdk.typescript}({`,
          ...fields,
          '});',
        ]
      : [
          `const answer = await client.post(${literal(call.path)}, { body: {`,
          ...fields,
          '} });',
        ]),
    call.download
      ? `await writeFile(${literal(
          call.download,
        )}, Buffer.from(await answer.arrayBuffer()));`
      : `console.log(${path('answer', call.sdk?.result)});`,
  ].join('\n');
}

function environment({ publicUrl, model, secret }: SnippetOptions): string {
  return [
    `OPENAI_BASE_URL=${shell(publicUrl)}`,
    ...(secret ? [`OPENAI_API_KEY=${shell(secret)}`] : []),
    `OPENAI_MODEL=${shell(model.name)}`,
  ].join('\n');
}

/** A value as a literal of Python and TypeScript alike: texts, and lists and records of texts. */
function data(value: unknown): string {
  if (typeof value === 'string') {
    return literal(value);
  }
  if (Array.isArray(value)) {
    return `[${value.map(data).join(', ')}]`;
  }
  return `{${Object.entries(Object(value))
    .map(([name, inner]) => `${literal(name)}: ${data(inner)}`)
    .join(', ')}}`;
}

function path(root: string, rest: string | undefined): string {
  return rest ? `${root}.${rest}` : root;
}
