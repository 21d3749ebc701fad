import assert from 'node:assert/strict';
import { importPromptfoo } from '../../../src/core/import/promptfoo.ts';
import { noteLine } from '../../../src/core/import/notes.ts';
import type { ImportedSuite, ImportFault, ImportNote } from '../../../src/core/import/notes.ts';
import { loadSuite } from '../../../src/core/suite/loadSuite.ts';
import { suiteOptions } from '../../../src/core/suiteOptions.ts';
import type { Suite } from '../../../src/shared/model/suite.ts';
import { memoryReader, told } from '../suite/helpers.ts';

export type Files = Readonly<Record<string, string>>;

/** The suite of an imported text, which must load without errors. */
export async function loaded(imported: ImportedSuite | ImportFault, files: Files = {}): Promise<Suite> {
  assert.ok(!('fault' in imported), 'fault' in imported ? imported.fault : '');
  const beside = Object.fromEntries(Object.entries(files).map(([path, text]) => [`/w/${path}`, text]));
  const { reader } = memoryReader({ '/w/s.bench.yaml': imported.text, ...beside });
  const { suite, problems } = await loadSuite('/w/s.bench.yaml', '/w', reader, suiteOptions);
  assert.ok(suite, `${told(problems).join('\n')}\n${imported.text}`);
  return suite;
}

/** Imports a promptfoo configuration, and loads what came of it. */
export async function imported(config: string, files: Files = {}) {
  const made = await importPromptfoo(config, { options: suiteOptions, readFile: async (path) => files[path] ?? null });
  const suite = await loaded(made, files);
  assert.ok(!('fault' in made));
  const of = (kind: ImportNote['kind']) => made.notes.filter((note) => note.kind === kind).map(noteLine);
  return { suite, text: made.text, leftOut: of('left-out'), changed: of('changed') };
}

/** A configuration with one test of one prompt, to be asked of a demo model. */
export function oneTest(asserts: unknown, more: Readonly<Record<string, unknown>> = {}): string {
  return JSON.stringify({
    providers: ['demo:atlas-mini'],
    prompts: ['{{q}}'],
    tests: [{ vars: { q: 'hi' }, assert: asserts }],
    ...more,
  });
}
