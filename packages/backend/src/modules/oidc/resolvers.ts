import { stringifyEntityRef } from '@backstage/catalog-model';
import { NotFoundError } from '@backstage/errors';
import type { OidcAuthResult } from '@backstage/plugin-auth-backend-module-oidc-provider';
import {
  createSignInResolverFactory,
  type OAuthAuthenticatorResult,
  type SignInInfo,
} from '@backstage/plugin-auth-node';
// The auth framework still reads resolver options with zod 3.
import { z } from 'zod/v3';

/** The annotation on a User that holds the `sub` its identity provider knows it by, unless the configuration says another. */
export const SUB_ANNOTATION = 'oidc.litemaas.io/sub';

type Info = SignInInfo<OAuthAuthenticatorResult<OidcAuthResult>>;

/**
 * Signs in the User whose name is the claim `preferred_username`: Keycloak's user name, Dex's OpenShift user. Needs no
 * e-mail, which Dex with OpenShift does not tell.
 */
export const preferredUsernameMatchingUserEntityName =
  createSignInResolverFactory({
    create: () => async (info: Info, ctx) => {
      const name = info.result.fullProfile.userinfo.preferred_username;
      if (!name) {
        throw new NotFoundError(
          'The identity provider tells no preferred_username.',
        );
      }
      return ctx.signInWithCatalogUser({ entityRef: { name } });
    },
  });

/**
 * Signs in the User whose annotation holds the claim `sub`. It survives a change of user name. Set `annotation` to
 * `keycloak.org/id` for users that Keycloak's entity provider brought.
 */
export const subMatchingUserEntityAnnotation = createSignInResolverFactory({
  optionsSchema: z.object({ annotation: z.string().optional() }).optional(),
  create:
    ({ annotation = SUB_ANNOTATION } = {}) =>
    async (info: Info, ctx) => {
      const { sub } = info.result.fullProfile.userinfo;
      const { entity } = await ctx.findCatalogUser({
        annotations: { [annotation]: sub },
      });
      // The catalog compares without regard to case, a subject is exact.
      if (entity.metadata.annotations?.[annotation] !== sub) {
        throw new NotFoundError('No User has this subject.');
      }
      return ctx.signInWithCatalogUser({
        entityRef: stringifyEntityRef(entity),
      });
    },
});
