import {
  ANNOTATION_LOCATION,
  ANNOTATION_ORIGIN_LOCATION,
  type Entity,
} from '@backstage/catalog-model';
import {
  ANNOTATION_CAPABILITIES,
  ANNOTATION_CONTEXT_WINDOW,
  ANNOTATION_GATEWAY,
  ANNOTATION_MODEL_NAME,
  ANNOTATION_MODE,
  ANNOTATION_PROVIDER,
  type CatalogModel,
  type CatalogSnapshot,
} from '@litemaas/backstage-plugin-litemaas-common';
import { gatewayDefinition } from './gatewayDefinition';

interface Placement {
  providerName: string;
  namespace: string;
  existingSystem?: string;
}

/**
 * Entities of one gateway: a Resource `ai-model` per model, a Component `model-server`, an API `ai-model-server`, and
 * the System that holds them. Built-in kinds only, so that ownership, search and relations work as for anything else.
 */
export function toEntities(
  snapshot: CatalogSnapshot,
  placement: Placement,
): Entity[] {
  const { gateway, models } = snapshot;
  const system = placement.existingSystem ?? 'litemaas';
  const component = `litellm-${gateway.id}`;
  const api = `${component}-openai`;
  const common = (
    name: string,
    title: string,
    annotations: Record<string, string>,
  ): Entity['metadata'] => ({
    name,
    namespace: placement.namespace,
    title,
    annotations: {
      [ANNOTATION_LOCATION]: placement.providerName,
      [ANNOTATION_ORIGIN_LOCATION]: placement.providerName,
      [ANNOTATION_GATEWAY]: gateway.id,
      'rhdh.io/ai-asset-source': 'litemaas',
      ...annotations,
    },
  });
  const owned = { owner: gateway.ownerRef, system, lifecycle: 'production' };

  return [
    ...(placement.existingSystem
      ? []
      : [
          {
            apiVersion: 'backstage.io/v1alpha1',
            kind: 'System',
            metadata: common(system, 'AI models', {}),
            spec: { owner: gateway.ownerRef },
          },
        ]),
    {
      apiVersion: 'backstage.io/v1alpha1',
      kind: 'Component',
      metadata: common(component, gateway.title, {
        'rhdh.io/ai-asset-category': 'model-server',
      }),
      spec: { ...owned, type: 'model-server', providesApis: [api] },
    },
    {
      apiVersion: 'backstage.io/v1alpha1',
      kind: 'API',
      metadata: common(api, `${gateway.title} (OpenAI API)`, {
        'rhdh.io/ai-asset-category': 'model-server',
      }),
      spec: {
        ...owned,
        type: 'ai-model-server',
        definition: gatewayDefinition(gateway),
        serverType: 'openai-v1',
        serverUrl: gateway.publicUrl,
        requiresApiKey: true,
        models: {
          discoverable: true,
          available: models.map(model => model.name),
        },
      },
    },
    ...models.map(model => ({
      apiVersion: 'backstage.io/v1alpha1',
      kind: 'Resource',
      metadata: {
        ...common(model.entityName, model.title, modelAnnotations(model)),
        ...(model.description && { description: model.description }),
        labels: modelLabels(model),
        tags: [...model.capabilities],
      },
      spec: {
        type: 'ai-model',
        lifecycle: model.lifecycle,
        owner: model.ownerRef,
        system,
        dependsOn: [`component:${placement.namespace}/${component}`],
      },
    })),
  ];
}

function modelAnnotations(model: CatalogModel): Record<string, string> {
  return {
    'rhdh.io/ai-asset-category': 'ai-model',
    [ANNOTATION_MODEL_NAME]: model.name,
    [ANNOTATION_PROVIDER]: model.provider,
    [ANNOTATION_MODE]: model.mode,
    [ANNOTATION_CAPABILITIES]: model.capabilities.join(','),
    ...(model.contextWindow !== null && {
      [ANNOTATION_CONTEXT_WINDOW]: String(model.contextWindow),
    }),
  };
}

/** Facts to filter by. A provider whose name is no label value is left out rather than bent. */
function modelLabels(model: CatalogModel): Record<string, string> {
  return {
    [ANNOTATION_MODE]: model.mode,
    ...(/^[a-zA-Z0-9]([\w.-]{0,61}[a-zA-Z0-9])?$/.test(model.provider) && {
      [ANNOTATION_PROVIDER]: model.provider,
    }),
  };
}
