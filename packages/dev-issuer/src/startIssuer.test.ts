import { createHash, randomBytes } from 'node:crypto';
import { resolve } from 'node:path';
import { readPeople } from './people';
import { startIssuer, type Issuer } from './startIssuer';

const people = readPeople(resolve(__dirname, '../../../examples/org.yaml'));
const redirectUri = 'http://localhost:9/callback';
const client = {
  client_id: 'test',
  client_secret: 'test-secret',
  client_name: 'Test portal',
  redirect_uris: [redirectUri],
  grant_types: ['authorization_code', 'refresh_token'],
};

let issuer: Issuer;
let metadata: Record<string, string>;

beforeAll(async () => {
  issuer = await startIssuer({ port: 0, people, clients: [client] });
  const discovery = await fetch(
    `${issuer.url}/.well-known/openid-configuration`,
  );
  metadata = await discovery.json();
});

afterAll(() => issuer.close());

/** Follows redirects within the issuer, with its cookies, until a page or the client's callback. */
async function walk(
  cookies: string[],
  address: string,
  form?: URLSearchParams,
) {
  let url = address;
  let body = form;
  for (;;) {
    const response = await fetch(url, {
      method: body ? 'POST' : 'GET',
      body,
      redirect: 'manual',
      headers: { cookie: cookies.join('; ') },
    });
    cookies.push(
      ...response.headers.getSetCookie().map(cookie => cookie.split(';')[0]),
    );
    const location = response.headers.get('location');
    if (!location) return { url, status: response.status, response };
    url = new URL(location, url).href;
    body = undefined;
    if (url.startsWith(redirectUri)) return { url, status: 302, response };
  }
}

/** Signs `name` in with PKCE and the client's secret; answers the token set and what userinfo says. */
async function authorize(name: string) {
  const verifier = randomBytes(32).toString('base64url');
  const cookies: string[] = [];
  const query = new URLSearchParams({
    client_id: client.client_id,
    redirect_uri: redirectUri,
    response_type: 'code',
    scope: 'openid profile email',
    state: 'the-state',
    code_challenge_method: 'S256',
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
  });
  const page = await walk(
    cookies,
    `${metadata.authorization_endpoint}?${query}`,
  );
  const callback = await walk(
    cookies,
    page.url,
    new URLSearchParams({ person: name }),
  );
  const { searchParams } = new URL(callback.url);
  expect(searchParams.get('state')).toBe('the-state');
  const tokens = await fetchTokens({
    grant_type: 'authorization_code',
    code: searchParams.get('code') ?? '',
    redirect_uri: redirectUri,
    code_verifier: verifier,
  });
  const userinfo = await fetch(metadata.userinfo_endpoint, {
    headers: { authorization: `Bearer ${tokens.access_token}` },
  });
  return { tokens, userinfo: await userinfo.json() };
}

async function fetchTokens(form: Record<string, string>) {
  const secret = `${client.client_id}:${client.client_secret}`;
  const response = await fetch(metadata.token_endpoint, {
    method: 'POST',
    headers: {
      authorization: `Basic ${Buffer.from(secret).toString('base64')}`,
    },
    body: new URLSearchParams(form),
  });
  return response.json();
}

describe('the local issuer', () => {
  it('is discovered under its own address', () => {
    expect(metadata).toMatchObject({
      issuer: issuer.url,
      userinfo_endpoint: `${issuer.url}/me`,
      jwks_uri: `${issuer.url}/jwks`,
    });
  });

  it('signs a chosen person in and tells who it is, without consent', async () => {
    const { tokens, userinfo } = await authorize('jonas.weber');

    expect(userinfo).toEqual({
      sub: people.find(person => person.name === 'jonas.weber')?.sub,
      preferred_username: 'jonas.weber',
      name: 'Jonas Weber',
      email: 'jonas.weber@kestrel.example',
      email_verified: true,
      groups: ['payments'],
    });
    expect(tokens.id_token).toBeDefined();
  });

  it('keeps a session going with a refresh token nobody asked offline_access for', async () => {
    const { tokens } = await authorize('ana.ruiz');

    const refreshed = await fetchTokens({
      grant_type: 'refresh_token',
      refresh_token: tokens.refresh_token,
    });

    expect(refreshed.access_token).toBeDefined();
    expect(refreshed.access_token).not.toBe(tokens.access_token);
  });

  it('says that an e-mail is not verified, and nothing where there is none', async () => {
    const unverified = await authorize('omar.haddad');
    const none = await authorize('chloe.martin');

    expect(unverified.userinfo).toMatchObject({
      email: 'omar.haddad@kestrel.example',
      email_verified: false,
    });
    expect(none.userinfo).not.toHaveProperty('email');
    expect(none.userinfo).not.toHaveProperty('email_verified');
  });

  it('offers every person of the company with a role, and nobody else', async () => {
    const cookies: string[] = [];
    const query = new URLSearchParams({
      client_id: client.client_id,
      redirect_uri: redirectUri,
      response_type: 'code',
      scope: 'openid',
    });
    const page = await walk(
      cookies,
      `${metadata.authorization_endpoint}?${query}`,
    );
    const html = await page.response.text();

    expect(html).toContain('Sign in to Test portal');
    for (const { name, displayName, role } of people) {
      expect(html).toContain(`value="${name}"`);
      expect(html).toContain(displayName);
      expect(html).toContain(`>${role}</span>`);
    }
    const stranger = await walk(
      cookies,
      page.url,
      new URLSearchParams({ person: 'mallory' }),
    );
    expect(stranger.status).toBe(400);
  });
});
