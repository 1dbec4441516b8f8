import { createApp } from '@backstage/frontend-defaults';
import { navModule } from './modules/nav';
import { signInModule } from './modules/signIn';
import { themeModule } from './modules/theme';

// The plugins come by themselves: `app.packages: all` takes every dependency that is one.
export default createApp({ features: [navModule, signInModule, themeModule] });
