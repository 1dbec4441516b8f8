import { randomBytes } from 'node:crypto';
import {
  createServer,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import Provider, {
  interactionPolicy,
  type ClientMetadata,
  type Configuration,
} from 'oidc-provider';
import { loginPage } from './loginPage';
import type { Person } from './people';

/**
 * A portal on this machine as a client of the issuer, with the secret that app-config.yaml names. `native` allows
 * Backstage's callback on every port of localhost.
 *
 * @public
 */
export const portalClient: ClientMetadata = {
  client_id: 'litemaas-portal',
  client_secret: 'development-only',
  client_name: 'LiteMaaS portal',
  application_type: 'native',
  redirect_uris: ['http://localhost/api/auth/oidc/handler/frame'],
  grant_types: ['authorization_code', 'refresh_token'],
};

/**
 * What {@link startIssuer} needs to know.
 *
 * @public
 */
export interface IssuerOptions {
  /** The port on the loopback address; 0 takes a free one. */
  port: number;
  /** Who can sign in, in the order of the sign-in page. */
  people: Person[];
  /** Who may send people here, as OpenID Connect client metadata. Default: {@link portalClient} alone. */
  clients?: ClientMetadata[];
}

/**
 * A running issuer.
 *
 * @public
 */
export interface Issuer {
  /** The issuer identifier, `http://localhost:<port>`; discovery is under it. */
  url: string;
  /** Ends it, with its connections. */
  close(): Promise<void>;
}

/**
 * Starts an OpenID Connect issuer on the loopback address whose sign-in page lets one choose a person, without password
 * and without consent. For development and tests only: all it knows is in memory and gone when it ends.
 *
 * @public
 */
export async function startIssuer(options: IssuerOptions): Promise<Issuer> {
  const server = createServer();
  await listen(server, options.port);
  const { port } = server.address() as AddressInfo;
  const url = `http://localhost:${port}`;

  const provider = new Provider(url, configuration(options));
  const answerProtocol = provider.callback();
  server.on('request', (req: IncomingMessage, res: ServerResponse) => {
    if (req.url?.startsWith('/interaction/')) {
      answerLogin(provider, options.people, req, res).catch(error => {
        res.writeHead(400, { 'Content-Type': 'text/plain; charset=utf-8' });
        res.end(`The sign-in cannot go on: ${error.message}. Begin it again.`);
      });
    } else {
      answerProtocol(req, res);
    }
  });

  return {
    url,
    close: () =>
      new Promise(resolve => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
}

function configuration({
  people,
  clients = [portalClient],
}: IssuerOptions): Configuration {
  const policy = interactionPolicy.base();
  // A native client would be asked for consent each time.
  policy.get('consent')?.checks.remove('native_client_prompt');
  return {
    clients,
    cookies: { keys: [randomBytes(32).toString('hex')] },
    claims: {
      openid: ['sub'],
      profile: ['name', 'preferred_username', 'groups'],
      email: ['email', 'email_verified'],
    },
    features: { devInteractions: { enabled: false } },
    interactions: { policy, url: (_ctx, { uid }) => `/interaction/${uid}` },
    pkce: { required: () => false },
    // Backstage asks for no offline_access, but keeps its session with a refresh token.
    issueRefreshToken: async (_ctx, client) =>
      client.grantTypeAllowed('refresh_token'),
    // Consent is given: a grant of all that was asked for is made on the way.
    async loadExistingGrant({ oidc }) {
      const grant = new oidc.provider.Grant({
        accountId: oidc.session?.accountId,
        clientId: oidc.client?.clientId,
      });
      grant.addOIDCScope(String(oidc.params?.scope ?? 'openid'));
      await grant.save();
      return grant;
    },
    findAccount(_ctx, sub) {
      const person = people.find(candidate => candidate.sub === sub);
      return person && { accountId: sub, claims: async () => claimsOf(person) };
    },
    ttl: {
      AccessToken: 60 * 60,
      Grant: 14 * 24 * 60 * 60,
      IdToken: 60 * 60,
      Interaction: 60 * 60,
      RefreshToken: 14 * 24 * 60 * 60,
      Session: 24 * 60 * 60,
    },
  };
}

function claimsOf(person: Person) {
  return {
    sub: person.sub,
    name: person.displayName,
    preferred_username: person.name,
    groups: person.groups,
    ...(person.email && {
      email: person.email,
      email_verified: person.emailVerified,
    }),
  };
}

/** GET shows the sign-in page, POST takes the choice and goes back to the client. */
async function answerLogin(
  provider: Provider,
  people: Person[],
  req: IncomingMessage,
  res: ServerResponse,
): Promise<void> {
  const { params } = await provider.interactionDetails(req, res);
  if (req.method === 'POST') {
    const name = new URLSearchParams(await text(req)).get('person');
    const person = people.find(candidate => candidate.name === name);
    if (!person) throw new Error(`nobody here is called ${name}`);
    await provider.interactionFinished(req, res, {
      login: { accountId: person.sub },
    });
    return;
  }
  const client = await provider.Client.find(String(params.client_id));
  res.writeHead(200, {
    'Content-Type': 'text/html; charset=utf-8',
    'Cache-Control': 'no-store',
  });
  res.end(loginPage(people, client?.clientName ?? String(params.client_id)));
}
