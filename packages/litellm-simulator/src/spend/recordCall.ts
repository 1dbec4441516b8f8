import type { Request } from 'express';
import { MASTER_TOKEN, type Caller } from '../enforcement/Caller';
import type { Gateway } from '../Gateway';
import { GatewayError, ProxyError } from '../http/errors';
import { ProviderError, UnknownModelError } from '../llm/errors';
import type { Call, Route } from '../http/Route';
import {
  providerModel,
  providerOf,
  type Deployment,
} from '../models/ModelTable';
import type { Cost } from '../models/price';
import type { CallError, JsonObject } from '../store/rows';

type LoggedCall = Pick<
  Call,
  'id' | 'startedAt' | 'request' | 'body' | 'caller'
>;

/** How the log and the daily activity call a route. */
const KINDS: Record<string, { callType: string; endpoint: string }> = {
  chat: { callType: 'acompletion', endpoint: '/chat/completions' },
  completions: { callType: 'atext_completion', endpoint: '/completions' },
  embeddings: { callType: 'aembedding', endpoint: '/embeddings' },
  images: { callType: 'aimage_generation', endpoint: '/image/generations' },
  audio: { callType: 'atranscription', endpoint: '/audio/transcriptions' },
  rerank: { callType: 'arerank', endpoint: '/rerank' },
  responses: { callType: 'aresponses', endpoint: '/responses' },
  messages: { callType: 'anthropic_messages', endpoint: '' },
};

export function kindOf(path: string): keyof typeof KINDS {
  if (path.includes('/chat/')) {
    return 'chat';
  }
  return Object.keys(KINDS).find(kind => path.includes(`/${kind}`)) ?? 'chat';
}

export interface Outcome {
  /** The row's id: that of the answer's body, or the call's own. */
  id: string;
  deployed: Deployment;
  promptTokens: number;
  completionTokens: number;
  totalTokens: number;
  cost: Cost;
  firstToken: number;
  end: number;
}

export function recordSuccess(
  gateway: Gateway,
  call: LoggedCall,
  outcome: Outcome,
): void {
  const { deployed } = outcome;
  const kind = KINDS[kindOf(call.request.path)];
  gateway.spend.record({
    ...commonRow(gateway, call),
    ...kind,
    id: outcome.id,
    status: 'success',
    end: outcome.end,
    firstToken: outcome.firstToken,
    model: providerModel(deployed),
    modelId: deployed.id,
    modelGroup: deployed.name,
    provider: providerOf(deployed),
    promptTokens: outcome.promptTokens,
    completionTokens: outcome.completionTokens,
    totalTokens: outcome.totalTokens,
    spend: outcome.cost.total,
    inputCost: outcome.cost.input,
    error: null,
  });
}

/** Refused and failed calls have rows too, also those of management routes with a bad key. */
export function recordRefusal(
  gateway: Gateway,
  route: Route,
  call: LoggedCall,
  error: GatewayError,
): void {
  const { clock, profile, models } = gateway;
  const isModelCall = route.access === 'llm';
  const asked =
    isModelCall && typeof call.body.model === 'string' ? call.body.model : '';
  const deployed = asked ? models.named(asked)[0] : undefined;
  const reachedProvider = error instanceof ProviderError;
  const kind = isModelCall ? KINDS[kindOf(call.request.path)] : undefined;
  const knowsDeployment = profile.newer || reachedProvider;
  const unknownName = error instanceof UnknownModelError && profile.newer;
  const now = clock.now();
  gateway.spend.record({
    ...commonRow(gateway, call),
    id: call.id,
    callType: profile.newer ? kind?.callType ?? call.request.path : '',
    endpoint: kind?.endpoint ?? '',
    status: 'failure',
    start: profile.newer ? call.startedAt : now,
    end: now,
    firstToken: now,
    model: failedModel(
      asked,
      knowsDeployment ? deployed : undefined,
      unknownName,
    ),
    modelId: (knowsDeployment && deployed?.id) || '',
    modelGroup: (knowsDeployment && deployed?.name) || '',
    provider:
      profile.newer && deployed && knowsDeployment ? providerOf(deployed) : '',
    promptTokens: reachedProvider && profile.newer ? error.promptTokens : 0,
    completionTokens: 0,
    totalTokens: reachedProvider && profile.newer ? error.promptTokens : 0,
    spend: 0,
    inputCost: 0,
    tags: profile.newer && reachedProvider ? tagsOf(gateway, call) : [],
    error: errorOf(error),
  });
}

function failedModel(
  asked: string,
  deployed: Deployment | undefined,
  unknownName: boolean,
): string {
  if (unknownName) {
    return 'unknown-model';
  }
  return deployed ? providerModel(deployed) : asked;
}

function commonRow(gateway: Gateway, call: LoggedCall) {
  const { caller, request } = call;
  const key = caller.key;
  const team = key?.team_id ? gateway.store.teams.get(key.team_id) : undefined;
  return {
    callId: call.id,
    start: call.startedAt,
    token: loggedToken(gateway, caller),
    keyAlias: key?.key_alias ?? null,
    user: caller.userId ?? '',
    team: key?.team_id ?? '',
    teamAlias: team?.team_alias ?? null,
    endUser: endUserOf(gateway, call),
    tags: tagsOf(gateway, call),
    session: gateway.random.uuid(),
    ip: '127.0.0.1',
    userAgent: request.headers['user-agent'] ?? null,
    spendLogsMetadata: headerJson(request, 'x-litellm-spend-logs-metadata'),
  };
}

function loggedToken({ profile }: Gateway, caller: Caller): string {
  return caller.kind === 'master' && profile.newer
    ? MASTER_TOKEN
    : caller.token;
}

/** 1.82.1 keeps the `user` of an earlier call of the key for later calls that send none. */
function endUserOf(gateway: Gateway, { body, caller }: LoggedCall): string {
  const sent = typeof body.user === 'string' ? body.user : '';
  if (gateway.profile.newer) {
    return sent;
  }
  return gateway.spend.rememberEndUser(caller.token, sent);
}

function tagsOf({ profile }: Gateway, { body, request }: LoggedCall): string[] {
  const agent = request.headers['user-agent'];
  const tags = agent ? [`User-Agent: ${agent.split('/')[0]}`] : [];
  if (agent?.includes('/')) {
    tags.push(`User-Agent: ${agent}`);
  }
  const header = request.headers['x-litellm-tags'];
  if (typeof header === 'string') {
    tags.unshift(...header.split(',').map(tag => tag.trim()));
  }
  const metadata = body.metadata as JsonObject | undefined;
  if (profile.newer && Array.isArray(metadata?.tags)) {
    tags.unshift(...metadata.tags.map(String));
  }
  return tags;
}

function headerJson(request: Request, name: string): JsonObject | null {
  const text = request.headers[name];
  if (typeof text !== 'string') {
    return null;
  }
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function errorOf(error: GatewayError): CallError {
  const log = error instanceof ProxyError ? error.log : {};
  return {
    code: log.code ?? String(error.status),
    class: log.class ?? 'HTTPException',
    message: log.message ?? error.message,
    provider: log.provider ?? '',
    normalized: log.normalized ?? normalized(error.status),
    limitType: log.limitType ?? null,
    budget: log.budget ?? null,
  };
}

function normalized(status: number): string {
  switch (status) {
    case 400:
      return '400_INVALID_REQUEST';
    case 401:
      return '401_AUTHENTICATION_FAILED';
    case 403:
      return '403_PERMISSION_DENIED';
    default:
      return 'UNCLASSIFIED';
  }
}
