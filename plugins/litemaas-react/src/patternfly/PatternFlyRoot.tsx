import '@patternfly/react-core/dist/styles/base-no-reset.css';
import { useLayoutEffect, type ReactNode } from 'react';
import { LitemaasQueries } from '../queries/LitemaasQueries';
import classes from './PatternFlyRoot.module.css';
import { followTheme } from './themeSync';

/**
 * Class for content that leaves the root through a portal, such as the body of a PatternFly `Modal`: the element reset
 * alone, without padding or container.
 * @public
 */
export const patternFlyResetClass: string = classes.reset;

/**
 * The only door for PatternFly: its style sheet without the global reset, the dark theme, the font, and the queries'
 * cache. Wrap each lazily loaded page in it; import it from nothing that loads with the app.
 *
 * `bare` leaves out padding and width: for a dialog opened from somebody else's page.
 * @public
 */
export function PatternFlyRoot(props: { children: ReactNode; bare?: boolean }) {
  useLayoutEffect(() => followTheme(document), []);
  return (
    <LitemaasQueries>
      {props.bare ? (
        <div className={classes.reset}>{props.children}</div>
      ) : (
        <main className={`${classes.root} ${classes.reset}`}>
          {props.children}
        </main>
      )}
    </LitemaasQueries>
  );
}
