// Which way imports may point: see docs/how-it-works.md, "The house".
const rooms = [
  'requests',
  'policies',
  'people',
  'passes',
  'outbox',
  'publishing',
  'runs',
  'deadlines',
  'notices',
  'webhooks',
  'outgoing',
  'history',
  'tokens',
];

const backend = 'plugins/approvals-backend/src';
const testFile = '\\.test\\.tsx?$|/__(fixtures|testUtils)__/|/testUtils/';

// What a room may import besides itself, the database, http and packages.
const mayImport = {
  requests: ['engine', 'policies', 'people', 'passes', 'outbox', 'history'],
  policies: ['engine', 'people', 'history'],
  people: ['outgoing', 'history'],
  passes: ['history'],
  deadlines: ['requests', 'outbox'],
  publishing: ['requests', 'outbox', 'history'],
  runs: ['engine', 'requests', 'people', 'publishing', 'outbox', 'history'],
  notices: ['requests', 'people', 'publishing', 'outbox', 'history'],
  webhooks: ['outgoing', 'publishing', 'outbox', 'history'],
  outbox: [],
  history: [],
  outgoing: [],
  tokens: ['history'],
};

const roomRules = rooms.map(room => {
  const allowed = [
    room,
    'database',
    'http',
    'batches',
    'sandbox',
    'permissions',
    ...mayImport[room],
  ];
  return {
    name: `${room}-imports`,
    comment: `${room} may import ${
      mayImport[room].join(', ') || 'no other room'
    }`,
    severity: 'error',
    from: { path: `^${backend}/${room}/`, pathNot: testFile },
    to: {
      path: `^${backend}/`,
      pathNot: `^${backend}/(${allowed.join('|')})[/.]`,
    },
  };
});

module.exports = {
  forbidden: [
    ...roomRules,
    {
      name: 'engine-is-pure',
      comment:
        'the engine imports itself and approvals-common: no clock, no database, no logger',
      severity: 'error',
      from: { path: `^${backend}/engine/`, pathNot: testFile },
      to: {
        pathNot: [`^${backend}/engine/`, '^plugins/approvals-common/src/'],
      },
    },
    {
      name: 'database-and-http-know-no-room',
      severity: 'error',
      from: { path: `^${backend}/(database|http)/`, pathNot: testFile },
      to: { path: `^${backend}/(${rooms.join('|')}|engine)/` },
    },
    {
      name: 'stores-stay-in-their-room',
      comment: "a room uses another room's service, never its store",
      severity: 'error',
      from: { path: `^${backend}/([^/]+)/`, pathNot: testFile },
      to: {
        path: `^${backend}/(${rooms.join('|')})/[^/]*Store\\.ts$`,
        pathNot: `^${backend}/$1/`,
      },
    },
    {
      name: 'knex-only-in-stores',
      severity: 'error',
      from: {
        path: `^${backend}/`,
        pathNot: [
          `^${backend}/(database|permissions)/`,
          '(Store|Queries|Conditions)\\.ts$',
          testFile,
        ],
      },
      to: { path: '(^|/)node_modules/knex/' },
    },
    {
      name: 'express-only-in-routes',
      severity: 'error',
      from: {
        path: `^${backend}/`,
        pathNot: [`^${backend}/http/`, 'Routes\\.ts$', testFile],
      },
      to: { path: '(^|/)node_modules/express(-promise-router)?/' },
    },
    {
      name: 'common-and-node-know-no-plugin',
      severity: 'error',
      from: { path: '^plugins/approvals-(common|node)/' },
      to: { path: '^plugins/approvals(-backend)?/' },
    },
    {
      name: 'templates-know-approvals-by-their-api',
      severity: 'error',
      from: {
        path: '^plugins/scaffolder-backend-module-approvals/src/',
        pathNot: testFile,
      },
      to: { path: '^plugins/approvals(-backend)?/' },
    },
    {
      name: 'pages-know-no-backend',
      severity: 'error',
      from: { path: '^(plugins/approvals|packages/app)/src' },
      to: { path: '^(plugins/approvals-(backend|node)|packages/backend)/' },
    },
    {
      name: 'no-circles',
      severity: 'error',
      from: {},
      // Types may know each other.
      to: {
        circular: true,
        viaOnly: { dependencyTypesNot: ['type-only', 'pre-compilation-only'] },
      },
    },
  ],
  options: {
    tsPreCompilationDeps: 'specify',
    tsConfig: { fileName: 'tsconfig.json' },
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '/dist(-types)?/' },
  },
};
