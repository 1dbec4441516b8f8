import { createBackendModule } from '@backstage/backend-plugin-api';
import {
  oidcAuthenticator,
  oidcSignInResolvers,
} from '@backstage/plugin-auth-backend-module-oidc-provider';
import {
  authProvidersExtensionPoint,
  createOAuthProviderFactory,
} from '@backstage/plugin-auth-node';
import {
  preferredUsernameMatchingUserEntityName,
  subMatchingUserEntityAnnotation,
} from './resolvers';

/**
 * The provider `oidc` with Backstage's own authenticator, its resolvers, and two more that OpenShift behind Keycloak or
 * Dex needs. It stands in the place of the stock module: two modules may not register one provider.
 */
export const oidcModule = createBackendModule({
  pluginId: 'auth',
  moduleId: 'litemaas-oidc',
  register(reg) {
    reg.registerInit({
      deps: { providers: authProvidersExtensionPoint },
      async init({ providers }) {
        providers.registerProvider({
          providerId: 'oidc',
          factory: createOAuthProviderFactory({
            authenticator: oidcAuthenticator,
            signInResolverFactories: {
              ...oidcSignInResolvers,
              preferredUsernameMatchingUserEntityName,
              subMatchingUserEntityAnnotation,
            },
          }),
        });
      },
    });
  },
});
