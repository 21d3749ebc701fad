/**
 * Collects what is to be translated: the texts of package.json into package.nls.json, the messages of the code into
 * l10n/bundle.l10n.json. A translation is a file beside them: package.nls.de.json, l10n/bundle.l10n.de.json.
 * `node test/tools/l10n.ts`; test/unit/host/l10n.test.ts says when it is due.
 */
import { glob, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { externalised, type Texts } from './manifestTexts.ts';
import { messagesIn } from './messages.ts';
import { MANIFEST_FILE, readTexts, REPOSITORY, TEXTS_FILE } from './repository.ts';

const BUNDLE_FILE = join(REPOSITORY, 'l10n', 'bundle.l10n.json');

/** Of the whole host, sorted; with the calls that cannot be translated, by file. */
export async function hostMessages(): Promise<{ readonly messages: readonly string[]; readonly faults: readonly string[] }> {
  const messages = new Set<string>();
  const faults: string[] = [];
  for await (const file of glob('src/{extension.ts,host/**/*.ts}', { cwd: REPOSITORY })) {
    const found = messagesIn(await readFile(join(REPOSITORY, file), 'utf8'));
    for (const message of found.messages) messages.add(message);
    faults.push(...found.faults.map((fault) => `${file}, ${fault}`));
  }
  return { messages: [...messages].sort(), faults };
}

export async function readBundle(): Promise<Texts> {
  return JSON.parse(await readFile(BUNDLE_FILE, 'utf8')) as Texts;
}

async function write(path: string, value: unknown): Promise<void> {
  await writeFile(path, `${JSON.stringify(value, null, 2)}\n`);
}

async function collect(): Promise<void> {
  const before = JSON.parse(await readFile(MANIFEST_FILE, 'utf8')) as Parameters<typeof externalised>[0];
  const { manifest, texts } = externalised(before, readTexts());
  await write(TEXTS_FILE, texts);
  await write(MANIFEST_FILE, manifest);
  const { messages, faults } = await hostMessages();
  for (const fault of faults) console.error(`l10n: not a plain text: ${fault}`);
  if (faults.length > 0) process.exitCode = 1;
  await mkdir(join(REPOSITORY, 'l10n'), { recursive: true });
  await write(BUNDLE_FILE, Object.fromEntries(messages.map((message) => [message, message])));
  console.log(`l10n: ${Object.keys(texts).length} texts of the manifest, ${messages.length} messages of the code`);
}

if (import.meta.main) await collect();
