import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  answerScheme,
  commandIds,
  contextKeys,
  contextValues,
  extensionTitle,
  resultsEnding,
  resultsViewTypes,
  panelViewType,
  runsPanelViewType,
  settingDefaults,
  settingsSection,
  suiteGlob,
  viewContainerId,
  viewIds,
} from '../../../src/host/contributions.ts';
import { readManifest } from '../../tools/repository.ts';

interface MenuCommand {
  readonly command: string;
  readonly when?: string;
  readonly group: string;
}

interface MenuItem extends Partial<MenuCommand> {
  readonly submenu?: string;
}

/** Whether the row of a view is one that the condition asks for. */
function fits(condition: string, value: string): boolean {
  const [, equal] = /viewItem == ([\w.]+)/.exec(condition) ?? [];
  const [, source] = /viewItem =~ \/(\S+)\//.exec(condition) ?? [];
  return equal === value || (source !== undefined && new RegExp(source).test(value));
}

interface Manifest {
  readonly activationEvents: readonly string[];
  readonly contributes: {
    readonly commands: readonly { readonly command: string; readonly title: string; readonly category: string }[];
    readonly viewsContainers: { readonly activitybar: readonly { readonly id: string }[] };
    readonly views: Readonly<Record<string, readonly { readonly id: string }[]>>;
    readonly viewsWelcome: readonly { readonly view: string; readonly contents: string }[];
    readonly customEditors: readonly {
      readonly viewType: string;
      readonly priority: string;
      readonly selector: readonly { readonly filenamePattern: string }[];
    }[];
    readonly menus: Readonly<Record<string, readonly MenuItem[]>>;
    readonly submenus: readonly { readonly id: string; readonly label: string }[];
    readonly keybindings: readonly { readonly command: string; readonly when: string; readonly args: unknown }[];
    readonly configuration: {
      readonly properties: Readonly<
        Record<string, { default: unknown; scope?: string; description?: string; markdownDescription?: string }>
      >;
    };
  };
}

const { activationEvents, contributes } = readManifest() as Manifest;
const commands: readonly string[] = Object.values(commandIds);
const menuItems = Object.values(contributes.menus).flat();
const menuCommands = menuItems.filter((item): item is MenuCommand => item.submenu === undefined);
const rowCommands = (contributes.menus['view/item/context'] ?? []).filter(
  (item): item is MenuCommand => item.submenu === undefined,
);

test('commands are those of the manifest, each in our category', () => {
  assert.deepEqual(contributes.commands.map(({ command }) => command).toSorted(), commands.toSorted());
  for (const { category, title } of contributes.commands) {
    assert.equal(category, extensionTitle);
    assert.match(title, /^[A-Z]/);
  }
});

test('views are those of the manifest, in our container', () => {
  assert.deepEqual(
    contributes.viewsContainers.activitybar.map(({ id }) => id),
    [viewContainerId],
  );
  assert.deepEqual(
    contributes.views[viewContainerId]?.map(({ id }) => id),
    Object.values(viewIds),
  );
});

test('settings have the defaults of the manifest, and a description', () => {
  const { properties } = contributes.configuration;
  const declared = Object.fromEntries(Object.entries(properties).map(([key, value]) => [key, value.default]));
  const typed = Object.fromEntries(Object.entries(settingDefaults).map(([key, value]) => [`${settingsSection}.${key}`, value]));
  assert.deepEqual(declared, typed);
  for (const { description, markdownDescription } of Object.values(properties)) assert.ok(description ?? markdownDescription);
});

test('a repository cannot set where results go, nor have them dropped, nor silence the question about cost', () => {
  for (const key of ['storageFolder', 'retentionDays', 'confirmAboveUsd']) {
    assert.equal(contributes.configuration.properties[`${settingsSection}.${key}`]?.scope, 'machine');
  }
});

test('menus name commands, views and rows that exist', () => {
  const known = new Set<string>([...Object.values(viewIds), ...Object.values(contextValues)]);
  for (const { command, when = '' } of menuCommands) {
    assert.ok(commands.includes(command), command);
    for (const [, name = ''] of when.matchAll(/(?:view|viewItem) == ([\w.]+)/g)) assert.ok(known.has(name), name);
    for (const [, source = ''] of when.matchAll(/viewItem =~ \/(\S+)\//g)) {
      const pattern = new RegExp(source);
      assert.ok(
        Object.values(contextValues).some((value) => pattern.test(value)),
        source,
      );
    }
  }
});

test('menus within menus are those of the manifest', () => {
  const used = menuItems.flatMap(({ submenu }) => submenu ?? []);
  const declared = contributes.submenus.map(({ id }) => id);
  assert.deepEqual(new Set(used), new Set(declared));
  for (const id of declared) assert.ok((contributes.menus[id] ?? []).length > 0, id);
});

test('keys work on the row that has the focus, and in its view only', () => {
  for (const { command, when, args } of contributes.keybindings) {
    assert.ok(commands.includes(command), command);
    assert.equal(when, `focusedView == ${viewIds.runs} && listFocus && !inputFocus`);
    assert.deepEqual(args, { $treeViewId: viewIds.runs, $focusedTreeItem: true });
  }
});

test('an ended run is offered what fits it, whatever else it is', () => {
  const offered = (value: string) =>
    rowCommands
      .filter(
        ({ when = '', group }) => when.startsWith(`view == ${viewIds.runs}`) && !group.startsWith('inline') && fits(when, value),
      )
      .map(({ command }) => command);
  const all = offered('run.ended.baseline.missing.failed');
  for (const name of ['resumeRun', 'retryFailed', 'clearBaseline', 'deleteRun'] as const)
    assert.ok(all.includes(commandIds[name]));
  assert.ok(!all.includes(commandIds.setBaseline));
  const plain = offered('run.ended');
  for (const name of ['resumeRun', 'retryFailed', 'clearBaseline'] as const) assert.ok(!plain.includes(commandIds[name]));
  assert.ok(plain.includes(commandIds.setBaseline));
  assert.ok(plain.includes(commandIds.pinRun) && !plain.includes(commandIds.unpinRun));
  const pinned = offered('run.ended.failed.pinned');
  assert.ok(!pinned.includes(commandIds.pinRun) && pinned.includes(commandIds.unpinRun));
  assert.ok(!offered('run.ended.part').includes(commandIds.setBaseline), 'a part of a suite is no baseline');
  assert.deepEqual(
    offered('run.ended.failed').filter((command) => !plain.includes(command)),
    [commandIds.retryFailed],
  );
});

test('every row that says what it is has something in its menu', () => {
  const conditions = rowCommands.map(({ when = '' }) => when);
  for (const value of Object.values(contextValues)) {
    assert.ok(
      conditions.some((condition) => fits(condition, value)),
      value,
    );
  }
});

test('welcome texts link to commands that exist', () => {
  for (const { contents, view } of contributes.viewsWelcome) {
    assert.ok((Object.values(viewIds) as string[]).includes(view), view);
    for (const [, command = ''] of contents.matchAll(/command:(llmBench\.\w+)/g)) assert.ok(commands.includes(command), command);
  }
});

test('exported reports open in their own editor, and other JSON files only where a user wants it', () => {
  assert.deepEqual(
    contributes.customEditors.map(({ viewType }) => viewType),
    resultsViewTypes,
  );
  const [own, any] = contributes.customEditors;
  assert.deepEqual([own?.priority, own?.selector[0]?.filenamePattern], ['default', `*.${resultsEnding}`]);
  assert.deepEqual([any?.priority, any?.selector[0]?.filenamePattern], ['option', '*.json']);
});

test('conditions use the context keys that are set', () => {
  const used = new Set(JSON.stringify(contributes).match(/(?<="[^"]*)llmBench\.\w+(?=[^"]*")/g));
  for (const key of Object.values(contextKeys)) assert.ok(used.has(key), key);
});

test('suites in the workspace, open panels and open answers wake the extension', () => {
  assert.ok(activationEvents.includes(`workspaceContains:${suiteGlob}`));
  assert.ok(activationEvents.includes(`onFileSystem:${answerScheme}`));
  for (const type of [panelViewType, runsPanelViewType]) assert.ok(activationEvents.includes(`onWebviewPanel:${type}`));
});
