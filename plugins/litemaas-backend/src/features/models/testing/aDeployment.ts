import type { Deployment } from '../../../platform/litellm';

const NO_PRICES: Deployment['prices'] = {
  inputPerToken: undefined,
  outputPerToken: undefined,
  cacheReadPerToken: undefined,
  cacheWritePerToken: undefined,
  reasoningPerToken: undefined,
  inputPerImage: undefined,
  outputPerImage: undefined,
  inputPerSecond: undefined,
  outputPerSecond: undefined,
  inputPerQuery: undefined,
  inputPerCharacter: undefined,
};

/** A deployment as the gateway client reads it; all that is not given is unknown. */
export function aDeployment(
  given: Partial<Omit<Deployment, 'prices' | 'supports'>> & {
    prices?: Partial<Deployment['prices']>;
    supports?: Partial<Deployment['supports']>;
  },
): Deployment {
  return {
    id: 'deployment-1',
    name: 'gpt',
    providerModel: 'openai/gpt',
    provider: 'openai',
    inDatabase: false,
    baseModel: undefined,
    description: undefined,
    mode: 'chat',
    teamId: undefined,
    accessGroups: [],
    maxTokens: undefined,
    maxInputTokens: undefined,
    maxOutputTokens: undefined,
    outputVectorSize: undefined,
    rpm: undefined,
    tpm: undefined,
    openAiParams: [],
    createdAt: undefined,
    updatedAt: undefined,
    ...given,
    prices: { ...NO_PRICES, ...given.prices },
    supports: {
      functionCalling: undefined,
      vision: undefined,
      reasoning: undefined,
      responseSchema: undefined,
      promptCaching: undefined,
      audioInput: undefined,
      audioOutput: undefined,
      pdfInput: undefined,
      webSearch: undefined,
      computerUse: undefined,
      ...given.supports,
    },
  };
}
