import type { FileReader } from '../../../src/core/ports.ts';
import type { SuiteOptions } from '../../../src/core/suite/checks.ts';
import type { Problem } from '../../../src/shared/model/problem.ts';

export const options: SuiteOptions = {
  knownProviders: ['openai', 'anthropic', 'google', 'demo'],
  knownModels: [
    ...['openai/gpt-5-mini', 'openai/gpt-5', 'anthropic/claude-haiku-4-5', 'google/gemini-2.5-flash'],
    ...['demo/atlas-large', 'demo/atlas-mini'],
  ],
  closedProviders: ['demo'],
};

/** The smallest head of a suite, for tests that are about its cases. */
export const head = 'models: [openai/gpt-5-mini]\nprompt: "{{q}}"\n';

/** `line:column severity code: message [→ fix]`, counted from 1 as the editor shows it. */
export function told(problems: readonly Problem[]): string[] {
  return problems.map(({ severity, code, message, range, fix, file }) => {
    const place = `${file === undefined ? '' : `${file}:`}${range.start.line + 1}:${range.start.character + 1}`;
    return `${place} ${severity} ${code}: ${message}${fix ? ` → ${fix.newText}` : ''}`;
  });
}

/** Files by absolute path; `links` lead from one path to another. */
export function memoryReader(files: Readonly<Record<string, string>>, links: Readonly<Record<string, string>> = {}) {
  const opened: string[] = [];
  const folders = new Set(Object.keys(files).flatMap((path) => [path, path.slice(0, path.lastIndexOf('/')) || '/']));
  const missing = (path: string) => Object.assign(new Error(`ENOENT: ${path}`), { code: 'ENOENT' });
  const content = (path: string): string => {
    const text = files[path];
    if (text === undefined) throw missing(path);
    return text;
  };
  const reader: FileReader = {
    async readText(path) {
      opened.push(path);
      return content(path);
    },
    size: async (path) => Buffer.byteLength(content(path)),
    async realPath(path) {
      const real = links[path] ?? path;
      if (real === '/w' || folders.has(real)) return real;
      throw missing(path);
    },
  };
  return { reader, opened };
}
