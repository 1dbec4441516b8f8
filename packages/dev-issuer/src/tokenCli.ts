import { parseArgs } from 'node:util';
import { readPeople } from './people';
import { signIn } from './signIn';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    people: { type: 'string', default: 'examples/org.yaml' },
    backend: { type: 'string', default: 'http://localhost:7007' },
  },
});

async function main([person]: string[]) {
  const names = readPeople(values.people).map(({ name }) => name);
  if (!names.includes(person)) {
    throw new Error(
      `Whose token? Say one of ${names.join(', ')}: npm run token -- PERSON.`,
    );
  }
  const health = `${values.backend}/.backstage/health/v1/readiness`;
  const isUp = await fetch(health).then(
    response => response.ok,
    () => false,
  );
  if (!isUp) {
    throw new Error(
      `No portal answers at ${values.backend}: start it with npm start.`,
    );
  }
  const { token } = await signIn({ backendUrl: values.backend, person });
  process.stdout.write(`${token}\n`);
}

main(positionals).catch(error => {
  process.stderr.write(`${error.message}\n`);
  process.exit(1);
});
