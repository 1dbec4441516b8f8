import { parseArgs } from 'node:util';
import { readPeople } from './people';
import { startIssuer } from './startIssuer';

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '7008' },
    people: { type: 'string', default: 'examples/org.yaml' },
  },
});

async function main() {
  const issuer = await startIssuer({
    port: Number(values.port),
    people: readPeople(values.people),
  });
  process.stdout.write(`Issuer: ${issuer.url}\n`);
}

main().catch(error => {
  process.stderr.write(`${error.message}\n`);
  process.exit(1);
});
