import type { Profile } from '../profile';
import {
  authError,
  DetailError,
  ProxyError,
  UnhandledError,
  type GatewayError,
} from '../http/errors';
import type { Route } from '../http/Route';

const UNREACHABLE = 'All connection attempts failed';

/** Thrown by whatever needs the database while it is down; each route words it in its own way. */
export class DatabaseDown extends Error {
  constructor() {
    super(UNREACHABLE);
  }
}

/** Routes that answer from memory, or do without the database, by release. */
export function needsDatabase(route: Route, profile: Profile): boolean {
  switch (route.access) {
    case 'public':
    case 'llm':
    case 'models':
      return false;
    case 'info':
      return profile.newer;
    default:
      return !/^\/(health|simulator)/.test(route.path);
  }
}

/** What is answered while the database is down (litellm-observed 1.4). */
export function databaseDownAnswer(
  route: Route,
  profile: Profile,
): GatewayError {
  const { path } = route;
  if (route.access === 'llm' || route.access === 'models') {
    return profile.newer
      ? unavailable()
      : authError(
          401,
          "Authentication Error, Can't reach database server at the configured address. Please make sure your database server is running.",
          { class: 'Exception' },
        );
  }
  if (path === '/key/update') {
    return authError(400, `Authentication Error, ${UNREACHABLE}`);
  }
  if (path === '/v2/team/list' || path === '/user/list') {
    return profile.newer ? unavailable() : new UnhandledError();
  }
  if (route.access === 'info') {
    return unavailable();
  }
  if (path.includes('/daily/activity')) {
    return new DetailError(500, {
      error: `Failed to fetch analytics: ${UNREACHABLE}`,
    });
  }
  return new ProxyError(500, `${profile.internalErrorPrefix}${UNREACHABLE}`);
}

function unavailable(): ProxyError {
  return new ProxyError(
    503,
    'Service Unavailable, the authentication database is temporarily unreachable. Please retry shortly.',
    { type: 'no_db_connection', log: { class: 'PrismaError' } },
  );
}
