import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';

/**
 * An npm registry on a loopback port that serves the packed packages, so that an app can add them by the very commands of
 * the README before they are published. Resolves to its URL.
 */
export async function startRegistry(job, packed) {
  const packages = new Map(
    packed.map(({ file, manifest }) => {
      const content = readFileSync(file);
      const hash = createHash('sha512').update(content);
      return [manifest.name, { manifest, content, digest: hash.digest() }];
    }),
  );
  const server = createServer((request, response) => {
    const path = decodeURIComponent(request.url).slice(1);
    const found = packages.get(path.replace(/\/-\/.*$/, ''));
    if (!found) {
      response.writeHead(404).end('{}');
    } else if (path.includes('/-/')) {
      response.end(found.content);
    } else {
      response.setHeader('Content-Type', 'application/json');
      const url = `http://${request.headers.host}`;
      response.end(JSON.stringify(packument(found, url)));
    }
  });
  await new Promise(resolve => server.listen(0, '127.0.0.1', resolve));
  job.defer(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${server.address().port}`;
}

function packument({ manifest, digest }, url) {
  const { name, version } = manifest;
  // The content's hash in the address keeps Yarn from taking an earlier build of the same version from its cache.
  const tarball = `${url}/${name}/-/${digest.toString('hex')}.tgz`;
  const integrity = `sha512-${digest.toString('base64')}`;
  return {
    name,
    'dist-tags': { latest: version },
    versions: { [version]: { ...manifest, dist: { tarball, integrity } } },
    time: { [version]: new Date(0).toISOString() },
  };
}
