import { ThemeBlueprint } from '@backstage/plugin-app-react';
import {
  createUnifiedTheme,
  genPageTheme,
  pageTheme,
  palettes,
  UnifiedThemeProvider,
} from '@backstage/theme';
import DarkIcon from '@material-ui/icons/Brightness2';
import LightIcon from '@material-ui/icons/WbSunny';
import type { ReactElement } from 'react';

/** Headers without Backstage's colours and waves: the pages speak for themselves. */
const plainHeaders = Object.fromEntries(
  Object.keys(pageTheme).map(name => [
    name,
    genPageTheme({ colors: ['#151515'], shape: 'none' }),
  ]),
);

/** Backstage's theme of this variant under its own name, which replaces it, with the blues of PatternFly. */
function theme(
  variant: 'light' | 'dark',
  title: string,
  icon: ReactElement,
  blue: string,
) {
  const palette = palettes[variant];
  const unified = createUnifiedTheme({
    palette: {
      ...palette,
      primary: { ...palette.primary, main: blue },
      link: blue,
      linkHover: blue,
      navigation: { ...palette.navigation, indicator: '#92c5f9' },
    },
    pageTheme: plainHeaders,
    defaultPageTheme: 'home',
  });
  return ThemeBlueprint.make({
    name: variant,
    params: {
      theme: {
        id: variant,
        title,
        variant,
        icon,
        Provider: ({ children }) => (
          <UnifiedThemeProvider theme={unified}>
            {children}
          </UnifiedThemeProvider>
        ),
      },
    },
  });
}

export const lightTheme = theme(
  'light',
  'Light theme',
  <LightIcon />,
  '#0066cc',
);
export const darkTheme = theme('dark', 'Dark theme', <DarkIcon />, '#92c5f9');
