// Builds everything that ships into dist/: node esbuild.mjs [--production] [--watch]
import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import * as esbuild from 'esbuild';

const production = process.argv.includes('--production');
const watch = process.argv.includes('--watch');

/** Prints what the problem matcher in .vscode/tasks.json reads. */
const problemMatcher = {
  name: 'problem-matcher',
  setup(build) {
    build.onStart(() => console.log('[build] started'));
    build.onEnd((result) => {
      for (const { text, location } of result.errors) {
        console.error(`✘ [ERROR] ${text}`);
        if (location) console.error(`    ${location.file}:${location.line}:${location.column}:`);
      }
      console.log('[build] finished');
    });
  },
};

const shared = {
  bundle: true,
  minify: production,
  sourcemap: production ? false : 'linked',
  legalComments: 'none',
  logLevel: watch ? 'silent' : 'warning',
  define: { 'process.env.NODE_ENV': JSON.stringify(production ? 'production' : 'development') },
  plugins: watch ? [problemMatcher] : [],
};

const node = {
  ...shared,
  platform: 'node',
  target: 'node22',
  format: 'esm',
  splitting: true,
  outdir: 'dist',
  chunkNames: 'chunks/[name]-[hash]',
  mainFields: ['module', 'main'],
  // What CommonJS dependencies find around them, for those bundled into an ES module.
  banner: {
    js: [
      "import { createRequire as __createRequire } from 'node:module';",
      "import { fileURLToPath as __fileURLToPath } from 'node:url';",
      'const require = __createRequire(import.meta.url);',
      'const __filename = __fileURLToPath(import.meta.url);',
      "const __dirname = __fileURLToPath(new URL('.', import.meta.url));",
    ].join('\n'),
  },
};

const builds = [
  // The only bundle that can resolve vscode. Its chunks are its own: where one is joined into it, no thread may load that.
  { ...node, entryPoints: { extension: 'src/extension.ts' }, external: ['vscode'], chunkNames: 'chunks/host/[name]-[hash]' },
  // Everything else proves by building that it needs no vscode.
  {
    ...node,
    entryPoints: {
      cli: 'src/cli.ts',
      'engine.worker': 'src/workers/engine.worker.ts',
      'store.worker': 'src/workers/store.worker.ts',
      'demo.worker': 'src/workers/demo.worker.ts',
      'tokens.worker': 'src/workers/tokens.worker.ts',
      'scoring.worker': 'src/workers/scoring.worker.ts',
      'suite.worker': 'src/workers/suite.worker.ts',
      'report.worker': 'src/workers/report.worker.ts',
    },
  },
  {
    ...shared,
    entryPoints: { panel: 'webview/panel.tsx' },
    platform: 'browser',
    target: 'chrome130',
    format: 'iife',
    outdir: 'dist/webview',
    jsx: 'automatic',
    jsxImportSource: 'preact',
    loader: { '.ttf': 'file', '.svg': 'dataurl' },
    assetNames: '[name]',
  },
];

async function copyAssets() {
  await cp('node_modules/sql.js/dist/sql-wasm.wasm', 'dist/sql-wasm.wasm');
  await cp('node_modules/@jitl/quickjs-ng-wasmfile-release-sync/dist/emscripten-module.wasm', 'dist/quickjs.wasm');
  const { suiteJsonSchema } = await import('./src/core/suite/jsonSchema.ts');
  await writeFile('dist/suite.schema.json', JSON.stringify(suiteJsonSchema(), null, 2) + '\n');
}

/**
 * Joins what the extension loads at once into its entry: to find and link some forty small files takes longer than to read
 * them. What was a chunk of its own says where its parts are now, for the chunks that are loaded later.
 */
async function joinEager({ outputs }) {
  const entry = 'dist/extension.js';
  const eager = new Set();
  const collect = (path) => {
    if (eager.has(path) || !outputs[path]) return;
    eager.add(path);
    for (const { path: next, kind } of outputs[path].imports) if (kind === 'import-statement') collect(next);
  };
  collect(entry);
  const chunks = [...eager].filter((path) => path !== entry);
  // Chunks name their parts alike.
  const parts = chunks.map((path, of) => outputs[path].exports.map((name) => [name, `_${of}_${name}`]));
  const { splitting: _, outdir: __, entryPoints: ___, ...options } = node;
  await esbuild.build({
    ...options,
    stdin: {
      contents: [
        `export * from './${posix.basename(entry)}';`,
        ...chunks.map((path, of) => {
          const names = parts[of].map(([name, unique]) => `${name} as ${unique}`);
          return `export { ${names.join(', ')} } from './${posix.relative(dirname(entry), path)}';`;
        }),
      ].join('\n'),
      resolveDir: dirname(entry),
    },
    external: ['vscode'],
    outfile: entry,
    allowOverwrite: true,
    plugins: [{ name: 'eager', setup: keepLazy(dirname(entry)) }],
  });
  for (const [of, path] of chunks.entries()) {
    const names = parts[of].map(([name, unique]) => `${unique} as ${name}`);
    await writeFile(path, `export { ${names.join(', ')} } from '${posix.relative(dirname(path), entry)}';\n`);
  }
}

/** What is imported when it is needed stays where it is, as seen from `folder`; of the files that are joined, one banner is enough. */
function keepLazy(folder) {
  return (build) => {
    build.onResolve({ filter: /^\.\.?\// }, ({ kind, path, resolveDir }) =>
      kind === 'dynamic-import'
        ? { path: `./${posix.relative(join(process.cwd(), folder), posix.join(resolveDir, path))}`, external: true }
        : undefined,
    );
    build.onLoad({ filter: /\.js$/ }, async ({ path }) => ({
      contents: (await readFile(path, 'utf8')).replace(node.banner.js, ''),
    }));
  };
}

if (!watch) await rm('dist', { recursive: true, force: true });
await mkdir('dist/webview', { recursive: true });
await copyAssets();
const present = builds.map((build) => ({
  ...build,
  entryPoints: Object.fromEntries(Object.entries(build.entryPoints).filter(([, file]) => existsSync(file))),
}));
if (watch) {
  for (const build of present) await (await esbuild.context(build)).watch();
} else {
  const [extension] = await Promise.all(present.map((build) => esbuild.build({ ...build, metafile: true })));
  // Elsewhere, source maps lead to the sources.
  if (production) await joinEager(extension.metafile);
}
