import type { Gateway } from '../Gateway';
import { pythonFloat } from '../http/errors';
import { ProviderError } from '../llm/errors';
import type { Deployment } from '../models/ModelTable';
import type { Usage } from '../models/price';
import type { Random } from '../random';
import type { KeyRow, LogRow } from '../store/rows';

interface CallKind {
  callType: string;
  endpoint: string;
  /** The answer has an id, and the row takes it. */
  hasOwnId: boolean;
}

const CHAT: CallKind = {
  callType: 'acompletion',
  endpoint: '/chat/completions',
  hasOwnId: true,
};

const KINDS: Record<string, CallKind> = {
  embedding: {
    callType: 'aembedding',
    endpoint: '/embeddings',
    hasOwnId: false,
  },
  rerank: { callType: 'arerank', endpoint: '/rerank', hasOwnId: false },
  image_generation: {
    callType: 'aimage_generation',
    endpoint: '/image/generations',
    hasOwnId: false,
  },
  audio_transcription: {
    callType: 'atranscription',
    endpoint: '/audio/transcriptions',
    hasOwnId: false,
  },
};

/** What people do with a model of this kind, how much of it and how long it takes. */
export function typicalUsage(
  random: Random,
  deployed: Deployment,
): { kind: CallKind; usage: Usage; durationMs: number } {
  const mode = String(deployed.info.mode ?? 'chat');
  const kind = KINDS[mode] ?? CHAT;
  const none = { promptTokens: 0, completionTokens: 0 };
  switch (mode) {
    case 'embedding': {
      const promptTokens = amount(random, 420, 0.8, 8_000);
      return {
        kind,
        usage: { promptTokens, completionTokens: 0 },
        durationMs: amount(random, 140, 0.4, 2_000),
      };
    }
    case 'rerank':
      return {
        kind,
        usage: { ...none, queries: 1 },
        durationMs: amount(random, 180, 0.4, 2_000),
      };
    case 'image_generation':
      return {
        kind,
        usage: { ...none, images: 1 },
        durationMs: amount(random, 6_000, 0.4, 30_000),
      };
    case 'audio_transcription': {
      const seconds = amount(random, 90, 0.9, 3_600);
      return {
        kind,
        usage: { ...none, seconds },
        durationMs: amount(random, 40 * seconds, 0.3, 60_000),
      };
    }
    default:
      return { kind, ...chatUsage(random, deployed) };
  }
}

export function isDear({ price }: Deployment): boolean {
  return (price.perOutputToken ?? 0) > 1e-3;
}

/** A dear model is asked short questions. */
function chatUsage(random: Random, deployed: Deployment) {
  const dear = isDear(deployed);
  const promptTokens = amount(
    random,
    dear ? 10 : 900,
    dear ? 0.2 : 0.9,
    60_000,
  );
  const completionTokens = amount(
    random,
    dear ? 8 : 260,
    dear ? 0.3 : 0.8,
    8_000,
  );
  return {
    usage: { promptTokens, completionTokens },
    durationMs: 250 + completionTokens * random.integer(8, 18),
  };
}

function amount(
  random: Random,
  median: number,
  sigma: number,
  most: number,
): number {
  return Math.min(
    most,
    Math.max(1, Math.round(random.logNormal(median, sigma))),
  );
}

/** The provider failed: no cost, the tokens of the prompt at most. */
export function failedCall(
  gateway: Gateway,
  row: LogRow,
  deployed: Deployment,
): LogRow {
  const { newer } = gateway.profile;
  const error = new ProviderError(gateway, deployed, row.promptTokens);
  return {
    ...asFailure(row, newer),
    promptTokens: newer ? row.promptTokens : 0,
    totalTokens: newer ? row.promptTokens : 0,
    error: {
      code: '500',
      class: 'InternalServerError',
      message: error.message,
      provider: row.provider,
      normalized: '500_PROVIDER_INTERNAL_ERROR',
      limitType: null,
      budget: null,
    },
  };
}

/** The budget was used up. */
export function refusedCall(
  { profile }: Gateway,
  row: LogRow,
  budget: number,
  key: KeyRow | undefined,
): LogRow {
  const limit = key?.max_budget ?? budget;
  return {
    ...asFailure(row, profile.newer),
    error: {
      code: profile.newer ? String(profile.budgetStatus) : '',
      class: 'BudgetExceededError',
      message: `Budget has been exceeded! Current cost: ${pythonFloat(
        limit,
      )}, Max budget: ${pythonFloat(limit)}`,
      provider: row.provider,
      normalized: '429_BUDGET_EXCEEDED',
      limitType: 'budget',
      budget: { type: 'key', id: row.token, limit, spend: limit },
    },
  };
}

function asFailure(row: LogRow, newer: boolean): LogRow {
  return {
    ...row,
    id: row.callId,
    callType: newer ? row.callType : '',
    status: 'failure',
    end: newer ? row.start + 12 : row.start,
    firstToken: row.start,
    promptTokens: 0,
    completionTokens: 0,
    totalTokens: 0,
    spend: 0,
    inputCost: 0,
    tags: [],
  };
}
