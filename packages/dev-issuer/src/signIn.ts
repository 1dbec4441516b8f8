import { Browser } from './Browser';

/**
 * Whom to sign in, and where.
 *
 * @public
 */
export interface SignInOptions {
  /** Where the portal's backend listens, for example `http://localhost:7007`. */
  backendUrl: string;
  /** The person's name: the User's `metadata.name`. */
  person: string;
  /** `auth.environment` of the portal. Default `default`. */
  environment?: string;
}

/**
 * What the portal answers to a completed sign-in.
 *
 * @public
 */
export interface SignedIn {
  /** The Backstage token, to be sent as `Authorization: Bearer`. */
  token: string;
  /** Whom the portal takes the person for, for example `user:default/ana.ruiz`. */
  userEntityRef: string;
  /** When the token ends, in seconds from now. */
  expiresInSeconds?: number;
  /** The profile as the portal knows it. */
  profile: { displayName?: string; email?: string };
}

/**
 * Signs a sample person in, as a browser does it: through the portal's auth backend, the local issuer's sign-in page
 * and back. Throws an Error with the portal's own words where it refuses the person.
 *
 * @public
 */
export async function signIn(options: SignInOptions): Promise<SignedIn> {
  const { backendUrl, person, environment = 'default' } = options;
  const browser = new Browser();
  const loginPage = await browser.visit(
    `${backendUrl}/api/auth/oidc/start?env=${environment}`,
  );
  const answer = await browser.visit(loginPage.url, { person });
  const message = postedMessage(answer.body);
  if (message.error) throw new Error(message.error.message);
  const { backstageIdentity, profile } = message.response;
  return {
    token: backstageIdentity.token,
    userEntityRef: backstageIdentity.identity.userEntityRef,
    expiresInSeconds: backstageIdentity.expiresInSeconds,
    profile,
  };
}

/** Backstage ends a sign-in with a page whose script posts the outcome to the window that opened it. */
function postedMessage(page: string) {
  const encoded = page.match(/authResponse = decodeURIComponent\('(.*?)'\)/);
  if (!encoded) {
    throw new Error(
      `The sign-in ended on an unexpected page: ${page.slice(0, 500)}`,
    );
  }
  return JSON.parse(decodeURIComponent(encoded[1]));
}
