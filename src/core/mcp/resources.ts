import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type McpServer, ResourceTemplate } from '@modelcontextprotocol/sdk/server/mcp.js';
import { formatInstant } from '../../shared/format.ts';
import { findRuns } from '../agents/find.ts';
import { runTitle } from '../agents/runTitle.ts';
import { AgentError } from '../agents/spec.ts';
import type { FolderDesk } from './folderDesk.ts';
import { suiteFiles } from './suiteFiles.ts';

const mostReports = 20;

/** Suite files as they are written, and the reports of the newest runs. */
export function registerResources(server: McpServer, desk: FolderDesk, root: string): void {
  server.registerResource(
    'suite',
    new ResourceTemplate('llm-bench://suite/{+path}', { list: () => listSuites(root) }),
    { title: 'Benchmark suite', description: 'The file of a suite.' },
    (uri, { path }) => suiteText(uri, decodeURIComponent(String(path)), root),
  );
  server.registerResource(
    'report',
    new ResourceTemplate('llm-bench://report/{run}', { list: () => listReports(desk) }),
    { title: 'Benchmark report', description: 'The comparison of a run, as Markdown.', mimeType: 'text/markdown' },
    (uri, { run }) => report(uri, String(run), desk),
  );
}

async function listSuites(root: string) {
  const paths = await suiteFiles(root);
  const uri = (path: string) => `llm-bench://suite/${path.split('/').map(encodeURIComponent).join('/')}`;
  return { resources: paths.map((path) => ({ uri: uri(path), name: path, mimeType: typeOf(path) })) };
}

/** Only a file that is listed is read. */
async function suiteText(uri: URL, path: string, root: string) {
  if (!(await suiteFiles(root)).includes(path)) throw new AgentError(`There is no suite ${path} here.`);
  return { contents: [{ uri: uri.href, mimeType: typeOf(path), text: await readFile(join(root, path), 'utf8') }] };
}

function typeOf(path: string): string {
  return path.endsWith('.json') ? 'application/json' : 'application/yaml';
}

async function listReports(desk: FolderDesk) {
  const runs = (await (await desk.store())?.listRuns({ limit: mostReports })) ?? [];
  const resources = runs.map(({ run }) => ({
    uri: `llm-bench://report/${run.id}`,
    name: `${runTitle(run)}, ${formatInstant(run.startedAt)}`,
    mimeType: 'text/markdown',
  }));
  return { resources };
}

async function report(uri: URL, run: string, desk: FolderDesk) {
  const store = await desk.store();
  const [found] = store ? await findRuns([run], store) : [];
  if (!store || !found) throw new AgentError('Nothing was measured here yet.');
  return { contents: [{ uri: uri.href, mimeType: 'text/markdown', text: await store.render('md', found.id) }] };
}
