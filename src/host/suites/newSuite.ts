import * as vscode from 'vscode';
import { setContext } from '../contextKey.ts';
import { contextKeys } from '../contributions.ts';
import { askInTurn, askMany, askPick, askText, type Question, type Reply } from './ask.ts';
import { ofRows, ofSelection, ofSuite, ofTemplate, selectedText, type Beginning, type Draft } from './beginnings.ts';
import { importSuite, pickRows, type ImportParts } from './importSuite.ts';
import { modelChoices, type ModelSources } from './modelChoices.ts';
import { suiteFolders, tellNoFolder, type FolderItem } from './suiteFolders.ts';
import { suiteTitle, type SuiteIndex } from './suiteIndex.ts';
import { fileNameFor, freeName, nameFault } from './suiteName.ts';
import { isEmpty, isTemplate, templates, type Template } from './templateNames.ts';

export type NewSuiteParts = ImportParts & ModelSources;

/** Lines that a small window shows. */
const linesInSight = 20;

type Way = Template | 'selection' | 'rows' | 'promptfoo' | 'like';
type WayItem = vscode.QuickPickItem & { readonly way: Way | null };
type Ending = 'done' | 'back' | 'cancelled';

/** Asks how a suite is to be made, writes it into the workspace and opens it where one goes on. */
export async function newSuite(given: Template | null, parts: NewSuiteParts): Promise<void> {
  const folders = await suiteFolders(parts.index);
  const [first] = folders;
  if (first === undefined) return tellNoFolder();
  if (given === 'quickstart') return show(await writeQuickstart(first.uri), parts.index);
  if (given !== null) return void (await make(await ofTemplate(given), folders, parts));
  for (let ending: Ending = 'back'; ending === 'back';) {
    const asked = { title: vscode.l10n.t('New suite: begin with'), step: 1, of: 3 };
    const reply = await askPick(asked, await ways(parts.index), vscode.l10n.t('What is the suite to be made of?'));
    if (reply.kind !== 'next' || reply.value.way === null) return;
    ending = await begin(reply.value.way, folders, parts);
  }
}

/** Writes a suite that asks what is selected in the active editor, and opens it. */
export async function newSuiteFromSelection(parts: NewSuiteParts): Promise<void> {
  const folders = await suiteFolders(parts.index);
  if (folders.length === 0) return tellNoFolder();
  await make(ofSelection(), folders, parts);
}

/** Writes a copy of a suite beside it, under another name and for the models that the user wants, and opens it. */
export async function newSuiteLike(uri: vscode.Uri, parts: NewSuiteParts): Promise<void> {
  await make(await ofSuite(uri), [], parts, 0);
}

/** The demo's suite; one that is there already is left as it is. */
export async function writeQuickstart(folder: vscode.Uri): Promise<vscode.Uri> {
  const quickstart = await ofTemplate('quickstart');
  const file = vscode.Uri.joinPath(folder, fileNameFor(quickstart.name));
  if (!(await isThere(file))) await writeDraft(file, await quickstart.draft(quickstart.name, null));
  return file;
}

async function ways(index: SuiteIndex): Promise<readonly WayItem[]> {
  const all = Object.keys(templates) as Template[];
  const item = (way: Template): WayItem => ({ ...templates[way], way });
  const isSelected = selectedText().trim() !== '';
  const made: readonly (WayItem & { readonly offered: boolean })[] = [
    {
      way: 'selection',
      label: vscode.l10n.t('From the selection'),
      detail: vscode.l10n.t('A case of each paragraph or list item'),
      offered: isSelected,
    },
    {
      way: 'rows',
      label: vscode.l10n.t('From CSV or JSON Lines…'),
      detail: vscode.l10n.t('Each row is a case; questions and answers are found by name'),
      offered: true,
    },
    {
      way: 'promptfoo',
      label: vscode.l10n.t('From a promptfoo configuration…'),
      detail: vscode.l10n.t('What maps is taken, what does not is named'),
      offered: true,
    },
    {
      way: 'like',
      label: vscode.l10n.t('Like an existing suite…'),
      detail: vscode.l10n.t('Its questions, for other models'),
      offered: (await index.files()).length > 0,
    },
  ];
  return [
    ...all.filter(isEmpty).map(item),
    separator(vscode.l10n.t('From what you have')),
    ...made.filter(({ offered }) => offered),
    separator(vscode.l10n.t('Ready suites, on demo models')),
    ...all.filter((template) => !isEmpty(template)).map(item),
  ];
}

function separator(label: string): WayItem {
  return { label, kind: vscode.QuickPickItemKind.Separator, way: null };
}

async function begin(way: Way, folders: readonly FolderItem[], parts: NewSuiteParts): Promise<Ending> {
  if (isTemplate(way)) return make(await ofTemplate(way), folders, parts);
  switch (way) {
    case 'selection':
      return make(ofSelection(), folders, parts);
    case 'rows': {
      const file = await pickRows();
      return file === null ? 'back' : make(await ofRows(file), folders, parts);
    }
    case 'promptfoo':
      return (await importSuite(null, 'promptfoo', parts)) ? 'done' : 'back';
    case 'like':
      return makeLike(folders, parts);
  }
}

async function makeLike(folders: readonly FolderItem[], parts: NewSuiteParts): Promise<Ending> {
  const suites = await parts.index.suites();
  for (;;) {
    const items = suites.map((suite) => ({ label: suiteTitle(suite), description: suite.path, suite }));
    const asked = { title: vscode.l10n.t('New suite: like'), step: 2, of: 4 };
    const reply = await askPick(asked, items, vscode.l10n.t('Which suite is it to begin as?'));
    if (reply.kind !== 'next') return reply.kind;
    const ending = await make(await ofSuite(reply.value.suite.uri), folders, parts, 2);
    if (ending !== 'back') return ending;
  }
}

/**
 * Asks what a beginning leaves open, and makes the suite.
 * @param asked questions that were answered before
 */
async function make(beginning: Beginning, folders: readonly FolderItem[], parts: NewSuiteParts, asked = 1): Promise<Ending> {
  const answers = { folder: beginning.folder ?? folders[0]?.uri, name: beginning.name, models: beginning.models };
  const asksFolder = beginning.folder === null && folders.length > 1;
  const of = asked + (asksFolder ? 3 : 2);
  const take = <T>(reply: Reply<T>, use: (value: T) => void) => {
    if (reply.kind === 'next') use(reply.value);
    return reply.kind;
  };
  const folder = async () => {
    const question = { title: vscode.l10n.t('New suite: folder'), step: asked + 1, of };
    const reply = await askPick(question, folders, vscode.l10n.t('Where is it to go?'));
    return take(reply, ({ uri }) => (answers.folder = uri));
  };
  const name = async () => {
    const question = { title: vscode.l10n.t('New suite: name'), step: of - 1, of };
    const taken = await filesIn(answers.folder);
    const free = freeName(answers.name, taken, beginning.extension);
    const reply = await askName(question, free, taken, beginning.extension);
    return take(reply, (value) => (answers.name = value));
  };
  const models = async () => {
    const question = { title: vscode.l10n.t('New suite: models'), step: of, of };
    return take(await askModels(question, answers.models, parts), (value) => (answers.models = value));
  };
  const ending = await askInTurn([...(asksFolder ? [folder] : []), name, models]);
  if (ending !== 'done' || answers.folder === undefined) return ending;
  const file = vscode.Uri.joinPath(answers.folder, fileNameFor(answers.name, beginning.extension));
  const chosen = answers.models.join('\n') === beginning.models.join('\n') ? null : answers.models;
  await writeDraft(file, await beginning.draft(answers.name, chosen));
  setContext(contextKeys.hasOwnSuite, true);
  await show(file, parts.index);
  return 'done';
}

function askName(
  question: Question,
  value: string,
  taken: ReadonlySet<string>,
  extension: 'yaml' | 'json',
): Promise<Reply<string>> {
  return askText(question, {
    prompt: vscode.l10n.t('What do you want to find out? The file is named after it.'),
    value,
    faultOf: (text) => nameFault(text, taken, extension),
  });
}

async function askModels(question: Question, own: readonly string[], sources: ModelSources): Promise<Reply<readonly string[]>> {
  const { at, later } = await modelChoices(own, sources);
  const kept = new Set(own);
  const [first] = at.filter(({ ref }) => ref !== null);
  const picked = own.length > 0 ? at.filter(({ ref }) => ref !== null && kept.has(ref)) : first ? [first] : [];
  const reply = await askMany(question, {
    ...{ items: at, picked, more: later },
    placeholder: vscode.l10n.t('Pick the models to compare; more can be put into the file later'),
  });
  return reply.kind === 'next' ? { kind: 'next', value: reply.value.flatMap(({ ref }) => ref ?? []) } : reply;
}

async function filesIn(folder: vscode.Uri | undefined): Promise<ReadonlySet<string>> {
  if (folder === undefined) return new Set();
  return new Set((await vscode.workspace.fs.readDirectory(folder)).map(([name]) => name.toLowerCase()));
}

async function writeDraft(file: vscode.Uri, { text, data }: Draft): Promise<void> {
  for (const [path, content] of Object.entries(data)) {
    const dataset = vscode.Uri.joinPath(file, '..', path);
    // One that is there may have been worked on. Folders are made as they are needed.
    if (!(await isThere(dataset))) await write(dataset, content);
  }
  await write(file, text);
}

async function isThere(uri: vscode.Uri): Promise<boolean> {
  return vscode.workspace.fs.stat(uri).then(
    () => true,
    () => false,
  );
}

async function write(uri: vscode.Uri, text: string): Promise<void> {
  await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(text));
}

/** With the cursor where one goes on. */
async function show(uri: vscode.Uri, index: SuiteIndex): Promise<void> {
  index.refresh();
  const document = await vscode.workspace.openTextDocument(uri);
  const { whereToGoOn } = await import('./suiteEdits.ts');
  const place = whereToGoOn(document.getText());
  const range = place && new vscode.Range(document.positionAt(place.start), document.positionAt(place.end));
  const editor = await vscode.window.showTextDocument(document, { preview: false, ...(range && { selection: range }) });
  // The lens to run it is above the first line.
  if (range && range.end.line < linesInSight) editor.revealRange(new vscode.Range(0, 0, 0, 0));
}
