import { execFileSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
} from 'node:fs';
import { join, relative } from 'node:path';
import { root } from '../../lib/toolchain.mjs';
import { Failure } from '../Job.mjs';

/** Every package that goes to npm: `{ name, folder, manifest }`. */
export function publishablePackages() {
  return ['packages', 'plugins']
    .flatMap(parent =>
      readdirSync(join(root, parent)).map(name => join(root, parent, name)),
    )
    .filter(folder => existsSync(join(folder, 'package.json')))
    .map(folder => ({ folder, manifest: readManifest(folder) }))
    .filter(({ manifest }) => !manifest.private)
    .map(({ folder, manifest }) => ({ name: manifest.name, folder, manifest }));
}

/**
 * Packs one built package as `npm publish` would, and unpacks it again to be looked at. Resolves to
 * `{ file, folder, manifest }`: the tarball, what it holds, and its package.json.
 */
export async function pack(job, { name, folder }) {
  // Backstage's prepack rewrites package.json in place; postpack puts it back, unless it is stopped in between.
  job.defer(() => {
    const original = join(folder, 'package.json-prepack');
    if (existsSync(original))
      renameSync(original, join(folder, 'package.json'));
  });
  const target = join(job.temporaryFolder(), 'unpacked');
  const file = join(target, '..', 'package.tgz');
  await job.yarn(['workspace', name, 'pack', '--out', file]);
  mkdirSync(target);
  execFileSync('tar', ['-xzf', file, '-C', target]);
  const unpacked = join(target, 'package');
  return { file, folder: unpacked, manifest: readManifest(unpacked) };
}

/** What a tarball must hold so that the package works where it is installed; throws a Failure that names what is wrong. */
export function inspect(source, packed) {
  const problems = [
    ...missingEntryPoints(packed),
    ...missingFromSource(source, packed),
    ...wrongLicense(packed),
    ...wrongInManifest(source, packed),
    ...filesOf(packed.folder)
      .filter(path => /(^src\/|\.test\.|^node_modules\/)/.test(path))
      .map(path => `holds ${path}, which is of no use to an adopter`),
  ];
  if (problems.length > 0) throw new Failure(problems.join('\n'));
}

function missingEntryPoints({ folder, manifest }) {
  const { main, module, types, exports: entries = {} } = manifest;
  const paths = [main, module, types, ...leavesOf(entries)].filter(Boolean);
  return [...paths, 'README.md']
    .filter(path => !existsSync(join(folder, path)))
    .map(path => `lacks ${path}`);
}

/** The license wants its text to come along: Yarn packs the LICENSE of a package's own folder, a copy of the root's. */
function wrongLicense({ folder }) {
  const path = join(folder, 'LICENSE');
  if (!existsSync(path)) return ['lacks LICENSE'];
  const isOurs = readFileSync(path).equals(readFileSync(join(root, 'LICENSE')));
  return isOurs ? [] : ["has another LICENSE than the repository's"];
}

/** Migrations and style sheets do not come along by themselves. */
function missingFromSource(source, packed) {
  const there = new Set(filesOf(packed.folder));
  const migrations = filesOf(join(source.folder, 'migrations')).map(path =>
    join('migrations', path),
  );
  const styles = filesOf(join(source.folder, 'src')).filter(path =>
    path.endsWith('.css'),
  );
  return [
    ...migrations.filter(path => !there.has(path)).map(path => `lacks ${path}`),
    ...styles
      .filter(
        style => ![...there].some(path => path.startsWith(join('dist', style))),
      )
      .map(style => `lacks the style sheet src/${style}`),
    ...lostStyleImports(source, packed),
  ];
}

/** `sideEffects: false` would drop an import of a style sheet for its effect alone, without a word. */
function lostStyleImports(source, packed) {
  const importsIn = (folder, extension) =>
    filesOf(folder)
      .filter(path => extension.test(path))
      .flatMap(path => [
        ...readFileSync(join(folder, path), 'utf8').matchAll(
          /import ['"](@[^'"]+\.css)['"]/g,
        ),
      ])
      .map(match => match[1]);
  const kept = new Set(importsIn(join(packed.folder, 'dist'), /\.js$/));
  return importsIn(join(source.folder, 'src'), /(?<!\.test)\.tsx?$/)
    .filter(style => !kept.has(style))
    .map(style => `no longer imports ${style}`);
}

function wrongInManifest(source, packed) {
  const { manifest } = packed;
  const problems = [];
  const { role } = manifest.backstage;
  if (/plugin/.test(role) && !manifest.backstage.features?.['.']) {
    problems.push('its package.json names no feature in backstage.features');
  }
  if (existsSync(join(source.folder, 'config.d.ts'))) {
    problems.push(...wrongInConfigSchema(packed));
  }
  const ranges = Object.entries({
    ...manifest.dependencies,
    ...manifest.peerDependencies,
  });
  for (const [dependency, range] of ranges) {
    if (/^(workspace|link|file|portal):/.test(range)) {
      problems.push(`depends on ${dependency} as ${range}`);
    }
  }
  return problems;
}

/** Backstage's prepack compiles config.d.ts into JSON and names that in the manifest. */
function wrongInConfigSchema({ folder, manifest }) {
  const path = manifest.configSchema;
  if (typeof path !== 'string' || !existsSync(join(folder, path))) {
    return ['lacks the configuration schema of its config.d.ts'];
  }
  const { properties = {} } = JSON.parse(readFileSync(join(folder, path)));
  if (Object.keys(properties).length > 0) return [];
  return ['has a configuration schema that knows no key'];
}

function readManifest(folder) {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
}

/** All files under a folder, relative to it; none if there is no such folder. */
function filesOf(folder) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(entry =>
      relative(folder, join(entry.parentPath ?? entry.path, entry.name)),
    );
}

function leavesOf(value) {
  return typeof value === 'string'
    ? [value]
    : Object.values(value ?? {}).flatMap(leavesOf);
}
