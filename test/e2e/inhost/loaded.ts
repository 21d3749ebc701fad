/** What the extension host has loaded. ES modules are in no `require.cache`; the debugger knows them all. */
import { Session } from 'node:inspector/promises';
import { sep } from 'node:path';
import { fileURLToPath } from 'node:url';

export interface LoadedScript {
  readonly path: string;
  readonly source: string;
}

/** The scripts under a folder that this thread has parsed so far. */
export async function loadedScripts(folder: string): Promise<readonly LoadedScript[]> {
  const session = new Session();
  session.connect();
  try {
    const parsed: { readonly id: string; readonly path: string }[] = [];
    session.on('Debugger.scriptParsed', ({ params }) => {
      const path = params.url.startsWith('file:') ? fileURLToPath(params.url) : params.url;
      if (path.startsWith(folder + sep)) parsed.push({ id: params.scriptId, path });
    });
    await session.post('Debugger.enable');
    return await Promise.all(
      parsed.map(async ({ id, path }) => {
        const { scriptSource } = await session.post('Debugger.getScriptSource', { scriptId: id });
        return { path, source: scriptSource };
      }),
    );
  } finally {
    session.disconnect();
  }
}

/** Worker threads of this process, started by whichever extension. */
export function workerCount(): number {
  const report = process.report.getReport() as { readonly workers?: readonly unknown[] };
  return report.workers?.length ?? 0;
}
