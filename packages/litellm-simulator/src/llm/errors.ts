import type { Gateway } from '../Gateway';
import { ProxyError } from '../http/errors';
import { providerOf, type Deployment } from '../models/ModelTable';

/** The call reached a deployment, and that failed. */
export class ProviderError extends ProxyError {
  constructor(
    gateway: Gateway,
    deployed: Deployment,
    readonly promptTokens: number,
  ) {
    const { newer } = gateway.profile;
    const reason =
      'litellm.InternalServerError: this is a mock internal server error';
    const message = newer
      ? `${reason}\n\nLiteLLM: model group '${deployed.name}' failed with the error above. No fallback was attempted.`
      : `${reason}. Received Model Group=${deployed.name}\nAvailable Model Group Fallbacks=None`;
    super(500, message, {
      type: newer ? 'internal_server_error' : null,
      param: null,
      log: {
        class: 'InternalServerError',
        provider: providerOf(deployed),
        normalized: '500_PROVIDER_INTERNAL_ERROR',
      },
    });
  }
}

/** The call passed every check, but no deployment has that name. */
export class UnknownModelError extends ProxyError {
  constructor(gateway: Gateway, endpoint: string, model: string) {
    const text = `${endpoint}: Invalid model name passed in model=${model}. Call \`/v1/models\` to view available models for your key.`;
    const { newer } = gateway.profile;
    super(400, newer ? text : `{'error': '${text}'}`, {
      type: newer ? 'invalid_request_error' : 'None',
      extra: newer ? { provider_specific_fields: { error: text } } : {},
      log: {
        class: 'ProxyModelNotFoundError',
        message: newer
          ? text.replace(` in model=${model}`, ' in')
          : `400: {'error': '${text}'}`,
      },
    });
  }
}
