import { test as base } from '@playwright/test';
import { readEnvironment, type Environment } from './environment';

/** The gateway as a journey uses it. */
export type Gateway = Environment['gateway'] & {
  /** Cuts the gateway off from portal and people. */
  cut(): Promise<void>;
  /** Lets it back. */
  restore(): Promise<void>;
};

/** Playwright's test, with the portal as its base URL and the gateway at hand. */
export const test = base.extend<{ gateway: Gateway }>({
  baseURL: async ({}, provide) => provide(readEnvironment().portalUrl),
  gateway: async ({}, provide) => {
    const { gateway } = readEnvironment();
    const order = async (what: string) => {
      await fetch(`${gateway.controlUrl}/${what}`, { method: 'POST' });
    };
    await provide({
      ...gateway,
      cut: () => order('cut'),
      restore: () => order('restore'),
    });
    await order('restore');
  },
});

export { expect } from '@playwright/test';
