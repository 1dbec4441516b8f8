import type { Page } from '@playwright/test';

/** Resolves once the page asked to be told of changes. Call it before the page opens. */
export function listening(page: Page): Promise<void> {
  return new Promise(resolve => {
    page.on('websocket', socket =>
      socket.on('framesent', ({ payload }) => {
        const { action, channel } = JSON.parse(String(payload));
        if (action === 'subscribe' && channel === 'litemaas') resolve();
      }),
    );
  });
}
