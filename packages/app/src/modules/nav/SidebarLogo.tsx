import {
  Link,
  sidebarConfig,
  useSidebarOpenState,
} from '@backstage/core-components';
import { makeStyles } from '@material-ui/core/styles';

const useStyles = makeStyles({
  link: {
    display: 'flex',
    alignItems: 'center',
    gap: 12,
    height: sidebarConfig.drawerWidthClosed,
    marginLeft: (sidebarConfig.drawerWidthClosed - 32) / 2,
    color: '#fff',
    fontSize: 20,
    fontWeight: 500,
  },
});

/** The mark of public/favicon.svg, with the name while the sidebar is open. */
export const SidebarLogo = () => {
  const classes = useStyles();
  const { isOpen } = useSidebarOpenState();

  return (
    <Link
      to="/"
      underline="none"
      className={classes.link}
      aria-label="LiteMaaS, home"
    >
      <svg width="32" height="32" viewBox="0 0 32 32" aria-hidden="true">
        <rect width="32" height="32" rx="7" fill="#0066cc" />
        <g
          fill="none"
          stroke="#fff"
          strokeWidth="2.5"
          strokeLinejoin="round"
          strokeLinecap="round"
        >
          <path d="M16 6 26 11 16 16 6 11Z" />
          <path d="M6 16 16 21 26 16" />
          <path d="M6 21 16 26 26 21" />
        </g>
      </svg>
      {isOpen && <span>LiteMaaS</span>}
    </Link>
  );
};
