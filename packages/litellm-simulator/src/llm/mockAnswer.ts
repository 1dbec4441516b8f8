import type { Deployment } from '../models/ModelTable';

/** `mock_response: litellm.InternalServerError`, or another error's name: the provider fails. */
export function isFailing({ params }: Deployment): boolean {
  return (
    typeof params.mock_response === 'string' &&
    /^litellm\.\w+(Error|Exception)$/.test(params.mock_response)
  );
}

/** What a deployment answers; text unless the configuration has something else. */
export function mockAnswer({ name, params }: Deployment): unknown {
  return params.mock_response ?? `This is a mock answer of ${name}.`;
}

/** How long a prompt is, as the price has it and as the rate limiter guesses it. */
export interface PromptSize {
  tokens: number;
  /** A quarter of the characters. */
  guess: number;
}

export const NO_PROMPT: PromptSize = { tokens: 0, guess: 0 };

export function sizeOfText(text: string): PromptSize {
  return { tokens: countTokens(text), guess: Math.floor(text.length / 4) };
}

/** Chat messages: 7 tokens each, and their text. */
export function sizeOfMessages(messages: unknown): PromptSize {
  if (!Array.isArray(messages)) {
    return NO_PROMPT;
  }
  const texts = messages.map(textOf);
  const { tokens, guess } = sizeOfText(texts.join(' '));
  return { tokens: tokens + 7 * texts.length, guess };
}

/** Words and signs, as a tokenizer would roughly cut them. */
export function countTokens(text: string): number {
  return text.match(/\w+|[^\w\s]/g)?.length ?? 0;
}

function textOf(message: unknown): string {
  const content = (message as { content?: unknown } | null)?.content;
  if (typeof content === 'string') {
    return content;
  }
  if (!Array.isArray(content)) {
    return '';
  }
  return content
    .map(part => (part as { text?: unknown } | null)?.text)
    .filter(text => typeof text === 'string')
    .join(' ');
}
