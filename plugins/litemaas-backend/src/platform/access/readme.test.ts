import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { litemaasPermissions } from '@litemaas/backstage-plugin-litemaas-common';
import { parse } from 'yaml';
import * as conditions from '../../index';
import { keyRules, modelRules, subscriptionRules } from './rules';

const README = readFileSync(resolve(__dirname, '../../../README.md'), 'utf8');
const blocks = (language: string) =>
  [...README.matchAll(new RegExp(`\`\`\`${language}\\n(.*?)\`\`\``, 'gs'))].map(
    ([, text]) => text,
  );
const known = litemaasPermissions.map(
  ({ name, attributes }) => `${name} ${attributes.action}`,
);

it('gives a role of RBAC every permission there is, by its right action', () => {
  const lines = blocks('csv').join('\n').split('\n');
  const given = (role: string) =>
    lines
      .map(line => line.split(', '))
      .filter(([kind, whose]) => kind === 'p' && whose === role)
      .map(([, , name, action]) => `${name} ${action}`);
  expect(given('role:default/ai-users').sort()).toEqual([...known].sort());
  expect(known).toEqual(
    expect.arrayContaining(given('role:default/ai-readers')),
  );
});

it('lists every permission with its action', () => {
  const listed = [
    ...README.matchAll(/^\| `(litemaas\.\S+)` *\|[^|]*\| (\w+)/gm),
  ].map(([, name, action]) => `${name} ${action}`);
  expect(listed.sort()).toEqual([...known].sort());
});

it('lists every rule, and conditions by rules that there are', () => {
  const rules = [modelRules, subscriptionRules, keyRules].flatMap(all =>
    Object.values(all).map(({ name, resourceType }) => ({
      name,
      resourceType,
    })),
  );
  const listed = [...README.matchAll(/^\| `([A-Z_]+)`/gm)].map(
    ([, name]) => name,
  );
  expect(listed.sort()).toEqual(
    [...new Set(rules.map(({ name }) => name))].sort(),
  );
  const conditional = blocks('yaml')
    .map(text => parse(text))
    .filter(({ result }) => result === 'CONDITIONAL');
  expect(conditional).toHaveLength(1);
  for (const { conditions: asked, resourceType } of conditional) {
    expect(rules).toContainEqual({ name: asked.rule, resourceType });
  }
});

it('names conditions that the package exports', () => {
  const [code] = blocks('ts');
  const names = code.match(/\b(litemaas\w+Conditions|createLitemaas\w+)\b/g);
  expect(Object.keys(conditions)).toEqual(
    expect.arrayContaining(names ?? ['none']),
  );
});
