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

/** Words and signs, as a tokenizer would roughly cut them. */
export function countTokens(text: string): number {
  return text.match(/\w+|[^\w\s]/g)?.length ?? 0;
}

/** Tokens of chat messages: 7 each, and their text. */
export function countMessages(messages: unknown): number {
  if (!Array.isArray(messages)) {
    return 0;
  }
  return messages.reduce<number>(
    (sum, message) => sum + 7 + countTokens(textOf(message)),
    0,
  );
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
