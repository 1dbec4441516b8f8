import type { CatalogSnapshot } from '@litemaas/backstage-plugin-litemaas-common';

const OPERATIONS: [path: string, method: string, summary: string][] = [
  ['/models', 'get', 'Models that the key may call'],
  ['/chat/completions', 'post', 'Answer a conversation'],
  ['/responses', 'post', 'Answer a conversation, with tools and state'],
  ['/embeddings', 'post', 'Turn text into vectors'],
  ['/rerank', 'post', 'Order documents by relevance'],
  ['/images/generations', 'post', 'Make an image'],
  ['/audio/transcriptions', 'post', 'Turn speech into text'],
  ['/audio/speech', 'post', 'Turn text into speech'],
];

/** A small OpenAPI document of the OpenAI-compatible surface: what the API page shows, and what validation demands. */
export function gatewayDefinition(gateway: CatalogSnapshot['gateway']): string {
  return JSON.stringify(
    {
      openapi: '3.1.0',
      info: {
        title: gateway.title,
        version: 'openai-v1',
        description:
          'OpenAI-compatible. Send a LiteMaaS key as bearer token and the model id as `model`.',
      },
      servers: [{ url: gateway.publicUrl }],
      components: {
        securitySchemes: { key: { type: 'http', scheme: 'bearer' } },
      },
      security: [{ key: [] }],
      paths: Object.fromEntries(
        OPERATIONS.map(([path, method, summary]) => [
          path,
          { [method]: { summary, responses: { 200: { description: 'OK' } } } },
        ]),
      ),
    },
    undefined,
    2,
  );
}
