/**
 * A local OpenID Connect issuer with the sample people, for development and tests.
 *
 * @packageDocumentation
 */
export { readPeople, type Person } from './people';
export { signIn, type SignedIn, type SignInOptions } from './signIn';
export {
  portalClient,
  startIssuer,
  type Issuer,
  type IssuerOptions,
} from './startIssuer';
