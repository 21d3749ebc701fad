import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startWireServer } from '../servers/wireServer.ts';
import { cliPath, runNode } from './child.ts';
import { figure, median, printTable } from './table.ts';

const rounds = 7;

/** From the start of the process to its end, beside a server that answers at once. */
export async function cli(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'llm-bench-cli-'));
  const server = await startWireServer({ reply: { text: ['hello'] } });
  try {
    const suite = join(folder, 'one.bench.json');
    const endpoints = { local: { api: 'openai-chat', baseUrl: server.baseUrl('openai-chat') } };
    await writeFile(suite, JSON.stringify({ endpoints, models: ['local/model'], cases: [{ prompt: 'Say hello.' }] }));
    const bare = await spent(['-e', '0'], folder);
    const rows = [['command', 'ms', '÷ node -e 0']];
    const add = (name: string, ms: number) => rows.push([name, figure(ms), figure(ms / bare)]);
    add('node -e 0', bare);
    add('llm-bench --version', await spent([cliPath, '--version'], folder));
    add('llm-bench validate', await spent([cliPath, 'validate', suite], folder));
    add('llm-bench run, one case', await spent([cliPath, 'run', suite], folder));
    printTable(`Command line: medians of ${rounds}, process start to end`, rows);
  } finally {
    await server.close();
    await rm(folder, { recursive: true, force: true });
  }
}

async function spent(args: readonly string[], cwd: string): Promise<number> {
  const times: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const start = performance.now();
    await runNode(args, cwd);
    times.push(performance.now() - start);
  }
  return median(times);
}
