import { errorBodySchema } from '@litemaas/backstage-plugin-litemaas-common';
import { z } from 'zod';
import { defineRoute, type RouteDefinition } from './defineRoute';

type Json = Record<string, unknown>;

const IDEMPOTENCY_KEY = {
  name: 'Idempotency-Key',
  in: 'header',
  required: false,
  description:
    'Send the same key again to repeat a change whose answer got lost: it is not made twice.',
  schema: { type: 'string', maxLength: 255 },
};

/** Writes the OpenAPI 3.1 document of the routes: their zod schemas, with those that have an id as components. */
export function openApiDocument(routes: RouteDefinition[]): Json {
  const components: Json = {};
  const schemaOf = (schema: z.ZodType, io: 'input' | 'output') =>
    toJsonSchema(schema, io, components);
  const errors = {
    description: 'Why not, with a stable code and a sentence per wrong field',
    content: {
      'application/json': { schema: schemaOf(errorBodySchema, 'output') },
    },
  };
  const paths: Record<string, Json> = {};
  for (const route of routes) {
    const path = route.path.replace(/:(\w+)/g, '{$1}');
    paths[path] = {
      ...paths[path],
      [route.method]: {
        operationId: operationId(route),
        summary: route.summary,
        tags: [route.tag],
        ...(route.access === 'public' && { security: [] }),
        parameters: [
          ...parameters('path', route.params, schemaOf),
          ...parameters('query', route.query, schemaOf),
          ...(route.method === 'get' ? [] : [IDEMPOTENCY_KEY]),
        ],
        ...(route.body && {
          requestBody: {
            required: true,
            content: {
              'application/json': { schema: schemaOf(route.body, 'input') },
            },
          },
        }),
        responses: {
          [route.status]: {
            description: route.status === 201 ? 'Made' : 'Done',
            content: {
              'application/json': {
                schema: schemaOf(route.response, 'output'),
              },
            },
          },
          default: errors,
        },
      },
    };
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'LiteMaaS',
      version: '1',
      description:
        'Models as a service on a LiteLLM gateway. Money is in nano-dollars as decimal strings, times are ISO 8601 in UTC, lists are paged by cursor.',
    },
    servers: [{ url: '/api/litemaas' }],
    security: [{ backstage: [] }],
    paths,
    components: {
      schemas: components,
      securitySchemes: {
        backstage: {
          type: 'http',
          scheme: 'bearer',
          description: 'A Backstage token of a user',
        },
      },
    },
  };
}

/** The document as a route of its own. */
export function openApiRoute(routes: RouteDefinition[]): RouteDefinition {
  const document = openApiDocument(routes);
  return defineRoute({
    method: 'get',
    path: '/openapi.json',
    summary: 'This document',
    tag: 'Health',
    access: 'public',
    response: z.record(z.string(), z.unknown()),
    handler: async () => document,
  });
}

/** `get /keys/:keyId` is `getKeysKeyId`. */
function operationId({ method, path }: RouteDefinition): string {
  return (
    method +
    path
      .split(/[^a-zA-Z0-9]+/)
      .map(word => word.charAt(0).toUpperCase() + word.slice(1))
      .join('')
  );
}

function parameters(
  place: 'path' | 'query',
  schema: z.ZodType | undefined,
  schemaOf: (schema: z.ZodType, io: 'input') => Json,
): Json[] {
  if (!(schema instanceof z.ZodObject)) {
    return [];
  }
  return Object.entries(schema.shape as Record<string, z.ZodType>).map(
    ([name, member]) => ({
      name,
      in: place,
      required: place === 'path' || !member.safeParse(undefined).success,
      schema: schemaOf(member, 'input'),
    }),
  );
}

/** Zod puts schemas with an id into `$defs`; in a document they are components of all routes. */
function toJsonSchema(
  schema: z.ZodType,
  io: 'input' | 'output',
  components: Json,
): Json {
  const {
    $schema: _,
    $defs,
    ...json
  } = z.toJSONSchema(schema, {
    io,
    unrepresentable: 'any',
  });
  const moved = JSON.parse(
    JSON.stringify({ json, $defs: $defs ?? {} }).replaceAll(
      '"#/$defs/',
      '"#/components/schemas/',
    ),
  );
  for (const [id, definition] of Object.entries<Json>(moved.$defs)) {
    components[id] = definition;
  }
  return moved.json;
}
