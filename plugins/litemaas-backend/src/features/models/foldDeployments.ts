import type { Deployment } from '../../platform/litellm';
import {
  MODEL_NAME,
  type Capability,
  type ModelMode,
} from '@litemaas/backstage-plugin-litemaas-common';
import { dearestPrice, type ModelPrice } from './price';

/** A model as the gateway offers it: all deployments of one public name, folded. */
export interface OfferedModel {
  name: string;
  provider: string;
  description: string | null;
  mode: ModelMode;
  capabilities: Capability[];
  contextWindow: number | null;
  maxOutputTokens: number | null;
  rpm: number | null;
  tpm: number | null;
  price: ModelPrice;
  source: { deployments: Deployment[] };
}

/** What a read of the gateway offers, and the names that cannot be published. */
export interface Offer {
  models: OfferedModel[];
  /** Names that would break a shell or a snippet. */
  refusedNames: string[];
}

/**
 * Folds deployments into models. Callers cannot choose a deployment, so a model promises only what all of them do, and
 * costs what the dearest does.
 */
export function foldDeployments(deployments: Deployment[]): Offer {
  const byName = new Map<string, Deployment[]>();
  for (const deployment of deployments) {
    const group = byName.get(deployment.name) ?? [];
    byName.set(deployment.name, [...group, deployment]);
  }
  const refusedNames = [...byName.keys()].filter(
    // A wildcard route such as `openai/*` is no model one could call.
    name => !MODEL_NAME.test(name),
  );
  return {
    refusedNames,
    models: [...byName]
      .filter(([name]) => MODEL_NAME.test(name))
      .map(([name, group]) => fold(name, group)),
  };
}

function fold(name: string, group: Deployment[]): OfferedModel {
  const mode = modeOf(group[0].mode);
  return {
    name,
    provider: lineOf(common(group.map(one => one.provider)) ?? 'several', 100),
    description:
      lineOf(group.find(one => one.description)?.description ?? '', 1000) ||
      null,
    mode,
    capabilities: capabilitiesOf(mode, group),
    contextWindow: least(group.map(one => one.maxInputTokens ?? one.maxTokens)),
    maxOutputTokens: least(group.map(one => one.maxOutputTokens)),
    rpm: sum(group.map(one => one.rpm)),
    tpm: sum(group.map(one => one.tpm)),
    price: dearestPrice(mode, group),
    source: { deployments: group },
  };
}

const MODES = new Map<string, ModelMode>([
  ['chat', 'chat'],
  ['completion', 'chat'],
  ['responses', 'chat'],
  ['embedding', 'embedding'],
  ['rerank', 'rerank'],
  ['image_generation', 'image'],
  ['audio_transcription', 'transcription'],
  ['audio_speech', 'speech'],
]);

/** LiteLLM leaves the mode out for models it does not know: those are called like chat models. */
function modeOf(mode: string | undefined): ModelMode {
  return mode === undefined ? 'chat' : MODES.get(mode) ?? 'other';
}

const MODE_CAPABILITIES: Partial<Record<ModelMode, Capability>> = {
  chat: 'chat',
  embedding: 'embeddings',
  rerank: 'rerank',
  image: 'image-generation',
  transcription: 'audio',
  speech: 'audio',
};

function capabilitiesOf(mode: ModelMode, group: Deployment[]): Capability[] {
  const all = (test: (supports: Deployment['supports']) => unknown) =>
    group.every(one => test(one.supports));
  const own = MODE_CAPABILITIES[mode];
  const found: [Capability, boolean][] = [
    ['vision', all(one => one.vision)],
    ['tools', all(one => one.functionCalling)],
    ['reasoning', all(one => one.reasoning)],
    ['audio', all(one => one.audioInput || one.audioOutput)],
    ['pdf', all(one => one.pdfInput)],
    ['prompt-caching', all(one => one.promptCaching)],
    ['response-schema', all(one => one.responseSchema)],
    ['web-search', all(one => one.webSearch)],
  ];
  const capabilities = found.filter(([, has]) => has).map(([name]) => name);
  return [...new Set(own ? [own, ...capabilities] : capabilities)];
}

function common(values: (string | undefined)[]): string | undefined {
  return new Set(values).size === 1 ? values[0] ?? 'unknown' : undefined;
}

function least(values: (number | undefined)[]): number | null {
  const known = values.filter(value => value !== undefined);
  return known.length ? countOf(Math.min(...known)) : null;
}

function sum(values: (number | undefined)[]): number | null {
  // One deployment without a limit makes the model unlimited.
  return values.every(value => value !== undefined)
    ? countOf(values.reduce((total, value) => total + value, 0))
    : null;
}

/*
 * What an administrator typed at the gateway may be anything; one odd model must not keep the others from being
 * published.
 */

const MOST = 2_147_483_647;

/** A number as a count: whole, and unknown when it is none that makes sense. */
function countOf(value: number): number | null {
  return value >= 0 && value <= MOST ? Math.floor(value) : null;
}

/** A text as one line, cut where a column ends. */
function lineOf(text: string, most: number): string {
  return text
    .replace(/[\p{Cc}\s]+/gu, ' ')
    .trim()
    .slice(0, most);
}
