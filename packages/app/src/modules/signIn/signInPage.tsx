import { SignInPage } from '@backstage/core-components';
import { SignInPageBlueprint } from '@backstage/plugin-app-react';
import { oidcAuthApiRef } from './oidcAuthApi';

export const signInPage = SignInPageBlueprint.make({
  params: {
    loader: async () => props =>
      (
        <SignInPage
          {...props}
          align="center"
          provider={{
            id: 'oidc',
            title: 'Company account',
            message: 'Sign in with the account you use at work.',
            apiRef: oidcAuthApiRef,
          }}
        />
      ),
  },
});
