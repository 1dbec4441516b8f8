import type { Gateway } from '../Gateway';
import { DetailError, GatewayError } from '../http/errors';
import type { Route } from '../http/Route';
import { isFailing } from '../llm/mockAnswer';
import { providerModel } from '../models/ModelTable';

/** 503 while the database is down; 1.108.2 calls itself healthy even then. */
class NotReady extends GatewayError {
  constructor() {
    super(503, 'Service Unhealthy');
  }

  body(profile: Gateway['profile']): unknown {
    return profile.newer
      ? { status: 'healthy', db: 'disconnected' }
      : { detail: 'Service Unhealthy (All connection attempts failed)' };
  }
}

export function healthRoutes(gateway: Gateway): Route[] {
  const { faults, profile } = gateway;
  const requireDatabase = () => {
    if (faults.databaseDown) {
      throw new NotReady();
    }
  };
  const routes: Route[] = [
    {
      method: 'get',
      path: '/health/readiness',
      access: 'public',
      handle: () => {
        requireDatabase();
        return profile.newer
          ? { status: 'healthy', db: 'connected' }
          : details(gateway);
      },
    },
    {
      method: 'get',
      path: '/health/license',
      access: 'admin',
      handle: () => ({
        has_license: false,
        license_type: 'community',
        expiration_date: null,
        allowed_features: [],
        limits: { max_users: null, max_teams: null },
      }),
    },
    {
      method: 'get',
      path: '/health',
      access: 'own',
      handle: ({ query }) => checkModels(gateway, query),
    },
    {
      method: 'get',
      path: '/',
      access: 'public',
      handle: () => `LiteLLM simulator ${profile.version}`,
    },
  ];
  for (const path of ['/health/liveliness', '/health/liveness']) {
    routes.push({
      method: 'get',
      path,
      access: 'public',
      handle: () => "I'm alive!",
    });
  }
  if (profile.newer) {
    routes.push({
      method: 'get',
      path: '/health/readiness/details',
      access: 'own',
      handle: () => {
        requireDatabase();
        return details(gateway);
      },
    });
  }
  return routes;
}

function details({ profile }: Gateway) {
  return {
    status: 'healthy',
    db: 'connected',
    cache: null,
    litellm_version: profile.version,
    success_callbacks: ['sync_deployment_callback_on_success'],
    use_aiohttp_transport: true,
    log_level: 'WARNING',
    is_detailed_debug: false,
  };
}

function checkModels(gateway: Gateway, query: Record<string, string>) {
  const chosen = gateway.models
    .all()
    .filter(
      ({ id, name }) =>
        (!query.model || name === query.model) &&
        (!query.model_id || id === query.model_id),
    );
  if (query.model && chosen.length === 0) {
    throw new DetailError(404, {
      error: `Model ${query.model} not found`,
    });
  }
  const entry = (deployed: (typeof chosen)[number]) => ({
    model: providerModel(deployed),
    model_id: deployed.id,
  });
  const unhealthy = chosen.filter(isFailing);
  const healthy = chosen.filter(deployed => !isFailing(deployed));
  return {
    healthy_endpoints: healthy.map(entry),
    unhealthy_endpoints: unhealthy.map(deployed => ({
      ...entry(deployed),
      error:
        'litellm.InternalServerError: this is a mock internal server error',
    })),
    healthy_count: healthy.length,
    unhealthy_count: unhealthy.length,
  };
}
