import { resolve } from 'node:path';
import { mockServices, startTestBackend } from '@backstage/backend-test-utils';
import authPlugin from '@backstage/plugin-auth-backend';
import catalogPlugin from '@backstage/plugin-catalog-backend';
import {
  portalClient,
  readPeople,
  signIn,
  startIssuer,
  type Issuer,
  type Person,
} from '@litemaas/dev-issuer';
import oidcModule from './index';

const org = resolve(__dirname, '../../../../../examples/org.yaml');
const people = readPeople(org);
const omar = person('omar.haddad');
/** People the issuer knows and the catalog does not: a stranger, and one whose subject is Omar's but for the case. */
const strangers: Person[] = [
  { ...omar, name: 'mallory', sub: 'mallory', email: 'mallory@evil.example' },
  { ...omar, name: 'omar-in-capitals', sub: omar.sub.toUpperCase() },
];

let issuer: Issuer;
let backendUrl: string;

beforeAll(async () => {
  issuer = await startIssuer({ port: 0, people: [...people, ...strangers] });
  const { server } = await startTestBackend({
    features: [
      authPlugin,
      catalogPlugin,
      oidcModule,
      mockServices.rootConfig.factory({ data: config() }),
    ],
  });
  backendUrl = `http://localhost:${server.port()}`;
  await catalogHolds(people.length);
}, 60_000);

afterAll(() => issuer.close());

function person(name: string): Person {
  const found = people.find(candidate => candidate.name === name);
  if (!found) throw new Error(`${name} is not in the sample company`);
  return found;
}

/** One portal, with an environment for each resolver. */
function config() {
  const environment = (resolver: string) => ({
    metadataUrl: `${issuer.url}/.well-known/openid-configuration`,
    clientId: String(portalClient.client_id),
    clientSecret: String(portalClient.client_secret),
    prompt: 'login',
    signIn: { resolvers: [{ resolver }] },
  });
  return {
    app: { baseUrl: 'http://localhost:3000' },
    auth: {
      session: { secret: 'for-this-test' },
      providers: {
        oidc: {
          byEmail: environment('emailMatchingUserEntityProfileEmail'),
          byUsername: environment('preferredUsernameMatchingUserEntityName'),
          bySub: environment('subMatchingUserEntityAnnotation'),
        },
      },
    },
    catalog: {
      processingInterval: { seconds: 1 },
      locations: [
        { type: 'file', target: org, rules: [{ allow: ['User', 'Group'] }] },
      ],
    },
  };
}

async function catalogHolds(users: number) {
  const deadline = Date.now() + 30_000;
  for (;;) {
    const response = await fetch(
      `${backendUrl}/api/catalog/entities?filter=kind=user`,
    );
    const entities = await response.json();
    if (entities.length === users) return;
    if (Date.now() > deadline) throw new Error('The catalog stays empty.');
    await new Promise(done => setTimeout(done, 100));
  }
}

describe('the provider oidc, with the local issuer', () => {
  it.each(['byEmail', 'byUsername', 'bySub'])(
    'signs in a person with a verified e-mail %s',
    async environment => {
      const signedIn = await signIn({
        backendUrl,
        environment,
        person: 'jonas.weber',
      });

      expect(signedIn).toMatchObject({
        userEntityRef: 'user:default/jonas.weber',
        profile: {
          displayName: 'Jonas Weber',
          email: 'jonas.weber@kestrel.example',
        },
      });
      expect(signedIn.token).toMatch(/^ey/);
    },
  );

  it.each(['omar.haddad', 'chloe.martin'])(
    'signs in %s, whose e-mail is unverified or absent, by user name and subject but not by e-mail',
    async name => {
      const ref = `user:default/${name}`;
      const by = (environment: string) =>
        signIn({ backendUrl, environment, person: name });

      await expect(by('byUsername')).resolves.toMatchObject({
        userEntityRef: ref,
      });
      await expect(by('bySub')).resolves.toMatchObject({ userEntityRef: ref });
      await expect(by('byEmail')).rejects.toThrow('does not contain an email');
      const { profile } = await by('byUsername');
      expect(profile.email).toBeUndefined();
    },
  );

  it.each(['byEmail', 'byUsername', 'bySub'])(
    'refuses a person that the catalog does not know %s',
    async environment => {
      await expect(
        signIn({ backendUrl, environment, person: 'mallory' }),
      ).rejects.toThrow(
        environment === 'byEmail' ? 'email' : 'unable to resolve user identity',
      );
    },
  );

  it('tells subjects apart that differ by case alone', async () => {
    await expect(
      signIn({
        backendUrl,
        environment: 'bySub',
        person: 'omar-in-capitals',
      }),
    ).rejects.toThrow('unable to resolve user identity');
  });
});
