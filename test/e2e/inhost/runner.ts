/**
 * Runs inside the extension host, where `node:test` cannot report to anyone: collects tests, runs them one after the
 * other and writes what came of them into the temporary folder, which is the server's own.
 */
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export const RESULT_FILE = 'inhost-results.json';

export interface InHostResult {
  readonly name: string;
  readonly durationMs: number;
  /** `null` when the test passed, else the stack. */
  readonly error: string | null;
  /** Measurements and the like, to be shown with the test. */
  readonly notes: readonly string[];
}

interface InHostContext {
  readonly note: (text: string) => void;
}

interface InHostTest {
  readonly name: string;
  readonly body: (context: InHostContext) => Promise<void> | void;
}

const tests: InHostTest[] = [];

/** Declares a test; they run in the order in which they were declared. */
export function hostTest(name: string, body: InHostTest['body']): void {
  tests.push({ name, body });
}

async function runOne({ name, body }: InHostTest): Promise<InHostResult> {
  const start = performance.now();
  const notes: string[] = [];
  let error: string | null = null;
  try {
    await body({ note: (text) => notes.push(text) });
  } catch (thrown) {
    error = thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown);
  }
  return { name, durationMs: performance.now() - start, error, notes };
}

/** The entry point that VS Code calls. */
export async function run(): Promise<void> {
  const results: InHostResult[] = [];
  for (const test of tests) results.push(await runOne(test));
  await writeFile(join(tmpdir(), RESULT_FILE), JSON.stringify(results));
}
