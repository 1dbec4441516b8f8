import type { Gateway } from '../Gateway';
import type { Route } from '../http/Route';

/** What the dashboard is told without a key: of its many settings the one that callers of the API meet. */
export function settingsRoutes({ knobs, profile }: Gateway): Route[] {
  return [
    {
      method: 'get',
      path: '/get/ui_settings',
      access: 'public',
      handle: () => ({
        values: profile.newer
          ? { disable_custom_api_keys: knobs.disableCustomKeys }
          : {},
        field_schema: {},
      }),
    },
  ];
}
