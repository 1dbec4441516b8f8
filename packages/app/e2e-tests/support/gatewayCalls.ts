import { expect } from '@playwright/test';
import { readEnvironment } from './environment';

/** What the gateway says to a chat with a key: the status, and LiteLLM's error type where there is one. */
export async function chat(secret: string, model: string) {
  const { gateway } = readEnvironment();
  const response = await fetch(`${gateway.url}/v1/chat/completions`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${secret}`,
      'content-type': 'application/json',
    },
    body: JSON.stringify({
      model,
      messages: [{ role: 'user', content: 'Hello' }],
    }),
  });
  const body = await response.json();
  return { status: response.status, type: String(body.error?.type ?? '') };
}

/** Waits until a chat is answered, or refused: within the minute that is promised, and some for a busy machine. */
export async function untilChat(
  what: 'answered' | 'refused',
  secret: string,
  model: string,
) {
  await expect
    .poll(
      async () => {
        const { status } = await chat(secret, model);
        return status === 200 ? 'answered' : 'refused';
      },
      { timeout: 90_000, intervals: [1_000] },
    )
    .toBe(what);
}
