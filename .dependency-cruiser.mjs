// Who may import whom, as allow-lists: what is not written here is refused. `test/repository/boundaries.test.ts` plants a
// violation for each folder, because a ban can pass without ever looking.

const anyOf = (...paths) => `^(${paths.join('|')})`;
const packages = (...names) => names.map((name) => `node_modules/${name}/`);
const NODE =
  '(node:)?(assert|buffer|child_process|crypto|events|fs|http|https|module|net|os|path|process|readline|stream|timers|tls|tty|url|util|zlib)(/|$)';

/** folder → what its files may import besides their own folder. */
const MAY_IMPORT = {
  core: [...packages('zod', '@noble/hashes')],
  'language-server': [
    'core/',
    ...packages(
      'langium',
      'chevrotain',
      'vscode-languageserver',
      'vscode-languageserver-[a-z]+',
      'vscode-uri',
      'vscode-jsonrpc',
    ),
    NODE,
  ],
  'executor/journal': ['core/', 'executor/', NODE, ...packages('zod', 'fflate')],
  'executor/run': ['core/', 'executor/', NODE, ...packages('zod')],
  'executor/operator': ['core/', 'executor/', NODE],
  'executor/capture': ['core/', 'executor/', NODE],
  // No parser and no SDK of a vendor, and nothing of Azure's or of a run's.
  'executor/vsphere': ['core/', NODE],
  'executor/guests': ['core/', 'executor/', NODE],
  'executor/azure': ['core/', 'executor/', NODE, ...packages('zod', '@azure/[a-z-]+')],
  simulator: ['core/(inventory/|quantity\\.ts|failback-error\\.ts)', NODE, ...packages('zod')],
  cli: [
    'package\\.json',
    'core/',
    'language-server/',
    'executor/',
    'simulator/',
    NODE,
    ...packages('commander', 'zod', '@azure/core-auth', '@azure/identity', '@types/sarif'),
  ],
  extension: [
    'core/',
    'language-server/(protocol|lean-heap|compiled-code)\\.ts',
    'executor/journal/',
    NODE,
    'vscode$',
    '(\\./)?language-client\\.cjs$',
    ...packages('@types/vscode', 'vscode-languageclient', 'zod', '@azure/core-auth'),
  ],
};

export default {
  forbidden: [
    {
      name: 'no-cycles',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'features-stand-alone',
      comment: 'A feature of the extension never imports a sibling; what two need goes to extension/infrastructure.',
      severity: 'error',
      from: { path: '^extension/features/([^/.]+)' },
      to: { path: '^extension/features/', pathNot: '^extension/features/$1' },
    },
    {
      name: 'sdks-are-lazy',
      comment: 'An SDK is loaded when a run or a capture first needs it: import() it, or import its types only.',
      severity: 'error',
      from: { path: '^(executor|cli)/' },
      to: { path: 'node_modules/@azure/(arm-|identity)', dependencyTypesNot: ['dynamic-import', 'type-only'] },
    },
  ],
  allowedSeverity: 'error',
  allowed: [
    ...Object.entries(MAY_IMPORT).map(([folder, others]) => ({
      from: { path: `^${folder}/` },
      to: { path: anyOf(`${folder}/`, ...others) },
    })),
    { from: { path: '^executor/[^/]+$' }, to: { path: anyOf('core/', 'executor/', NODE) } },
    { from: { pathNot: '^(core|language-server|executor|simulator|cli|extension)/' }, to: {} },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
      mainFields: ['module', 'main', 'types'],
    },
    skipAnalysisNotInRules: true,
  },
};
