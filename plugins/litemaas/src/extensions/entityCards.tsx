import type { ExtensionDefinition } from '@backstage/frontend-plugin-api';

export const entityCards: ExtensionDefinition[] = [];
