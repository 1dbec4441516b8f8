// Who may import whom (docs/architecture.md, "the house"). `yarn lint:imports` checks it, and the lint phase of `npm test`.

const FRONTEND =
  '^(packages/app/src|plugins/(litemaas(-react)?|scaffolder-module-litemaas))/';
const BACKEND =
  '^(packages/(backend|litellm-client|litellm-simulator|dev-issuer)|plugins/(litemaas-backend|(catalog|scaffolder)-backend-module-litemaas))/';
const PLUGIN_BACKEND = '^plugins/litemaas-backend/src';
/** Tests and their harness look behind every door; product code never looks at them. */
const TESTS =
  '(\\.test\\.tsx?$|/setupTests\\.ts$|^plugins/[^/]+/(src/testing|dev)/|^packages/app/e2e-tests/)';

/** A rule for product code: tests are left out. */
const rule = (name, comment, from, to) => ({
  name,
  comment,
  severity: 'error',
  from: { ...from, pathNot: [TESTS, ...(from.pathNot ?? [])] },
  to,
});

module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      comment:
        'A cycle is two rooms that are really one. What is loaded later, on demand, closes none.',
      severity: 'error',
      from: {},
      to: {
        circular: true,
        viaOnly: { dependencyTypesNot: ['dynamic-import'] },
      },
    },
    {
      name: 'frontend-never-imports-backend',
      comment: 'They meet in litemaas-common and over HTTP.',
      severity: 'error',
      from: { path: FRONTEND },
      to: { path: BACKEND },
    },
    {
      name: 'backend-never-imports-frontend',
      comment: 'They meet in litemaas-common and over HTTP.',
      severity: 'error',
      from: { path: BACKEND },
      to: { path: FRONTEND },
    },
    {
      name: 'common-imports-none-of-ours',
      comment: 'The wire contract is the ground floor.',
      severity: 'error',
      from: { path: '^plugins/litemaas-common/' },
      to: {
        path: '^(packages|plugins)/',
        pathNot: '^plugins/litemaas-common/',
      },
    },
    {
      name: 'plugins-never-import-the-portal',
      comment: 'packages/app and packages/backend compose plugins.',
      severity: 'error',
      from: { path: '^plugins/' },
      to: { path: '^packages/(app|backend)/' },
    },
    rule(
      'development-parts-stay-out-of-products',
      'Simulator and issuer serve development and tests; what is published never imports them.',
      { path: '^(plugins|packages/(app|backend|litellm-client))/' },
      { path: '^packages/(litellm-simulator|dev-issuer)/' },
    ),
    {
      name: 'client-and-simulator-are-two-witnesses',
      comment:
        'Code shared by both would hide what one of them gets wrong; the contract suite compares them.',
      severity: 'error',
      from: { path: '^packages/litellm-simulator/' },
      to: { path: '^packages/litellm-client/' },
    },
    {
      name: 'products-never-import-tests',
      comment: 'Harness, factories and clocks are for tests.',
      severity: 'error',
      from: { pathNot: [TESTS] },
      to: { path: TESTS },
    },
    rule(
      'nobody-imports-the-composition',
      'plugin and tasks put the parts together; only the package index shows the plugin.',
      {
        path: PLUGIN_BACKEND,
        pathNot: [`${PLUGIN_BACKEND}/(index|plugin)\\.ts$`],
      },
      { path: `${PLUGIN_BACKEND}/(plugin|tasks)\\.ts$` },
    ),
    rule(
      'sync-and-platform-know-no-feature',
      'plugin, tasks → features → sync → platform.',
      { path: `${PLUGIN_BACKEND}/(sync|platform)/` },
      { path: `${PLUGIN_BACKEND}/features/` },
    ),
    rule(
      'platform-knows-no-sync',
      'plugin, tasks → features → sync → platform.',
      { path: `${PLUGIN_BACKEND}/platform/` },
      { path: `${PLUGIN_BACKEND}/sync/` },
    ),
    rule(
      'a-neighbour-is-known-by-its-service',
      'Of another feature a feature sees …Service.ts only.',
      { path: `${PLUGIN_BACKEND}/features/([^/]+)/` },
      {
        path: `${PLUGIN_BACKEND}/features/`,
        pathNot: [
          `${PLUGIN_BACKEND}/features/$1/`,
          `${PLUGIN_BACKEND}/features/[^/]+/[^/]+Service\\.ts$`,
        ],
      },
    ),
    rule(
      'litellm-is-touched-at-its-doors',
      'Only platform/litellm, the resource adapters and usage ingest speak to the gateway.',
      {
        path: '^(plugins|packages/(app|backend))/',
        pathNot: [
          `${PLUGIN_BACKEND}/platform/litellm/`,
          `${PLUGIN_BACKEND}/features/.*Resource\\.ts$`,
          `${PLUGIN_BACKEND}/features/usage/.*[iI]ngest`,
        ],
      },
      { path: '^packages/litellm-client/' },
    ),
    {
      name: 'one-door-for-patternfly-css',
      comment:
        'PatternFlyRoot scopes the style sheets and the dark class; a second import would leak them into the portal.',
      severity: 'error',
      from: { pathNot: '^plugins/litemaas-react/src/.*PatternFlyRoot' },
      to: { path: '@patternfly/.*\\.css$' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(packages|plugins)/[^/]+/(dist|dist-types|coverage)/' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
      mainFields: ['main', 'types'],
    },
  },
};
