import * as vscode from 'vscode';
import type { BenchStore, ComparisonChoice } from '../../core/benchStore.ts';
import type { ReportFormat } from '../../core/renderRun.ts';
import type { RunId, ScoringId } from '../../shared/model/ids.ts';
import type { BenchService } from '../benchService.ts';
import { resultsEnding } from '../contributions.ts';
import { plainMessage } from '../plainMessage.ts';
import { NotRun } from '../run/notRun.ts';

interface FormatTexts {
  readonly label: string;
  readonly detail: string;
  readonly extension: string;
}

const formats: Readonly<Record<ReportFormat, FormatTexts>> = {
  html: { label: 'HTML', detail: vscode.l10n.t('One file to read and to send on: needs no network'), extension: 'html' },
  md: { label: 'Markdown', detail: vscode.l10n.t('The comparison for a pull request or a wiki'), extension: 'md' },
  json: {
    label: 'JSON',
    detail: vscode.l10n.t('Every attempt with all its figures, for programs; opens here as a comparison'),
    extension: resultsEnding,
  },
  csv: { label: 'CSV', detail: vscode.l10n.t('Every attempt as a row, for a spreadsheet'), extension: 'csv' },
  junit: { label: 'JUnit XML', detail: vscode.l10n.t('Cases as tests, for CI systems'), extension: 'xml' },
};

/** What a panel or a keybinding names; `null` lets the user choose. */
export function readFormat(value: unknown): ReportFormat | null {
  return (Object.keys(formats) as ReportFormat[]).find((format) => format === value) ?? null;
}

/** By which scores a run is seen, as a panel says it. Absent: those in force. */
export function readScoring(value: unknown): Pick<ComparisonChoice, 'scoringId'> {
  return value === null || typeof value === 'string' ? { scoringId: value as ScoringId | null } : {};
}

/** Writes a report where the user wants it and offers to open it. */
export async function exportReport(
  runId: RunId,
  given: ReportFormat | null,
  choice: Pick<ComparisonChoice, 'scoringId'>,
  bench: BenchService,
): Promise<void> {
  const format = given ?? (await pickFormat());
  if (!format) return;
  const store = await bench.store();
  const found = await store.head(runId);
  if (!found) throw new NotRun('impossible', vscode.l10n.t('This run is not in the results any more.'));
  const target = await pickTarget(format, `${found.run.name} ${found.run.startedAt.slice(0, 10)}`);
  if (!target) return;
  await vscode.window.withProgress({ location: vscode.ProgressLocation.Window, title: vscode.l10n.t('Writing the report') }, () =>
    writeTo(target, format, runId, choice, store),
  );
  const name = vscode.workspace.asRelativePath(target);
  if (
    (await vscode.window.showInformationMessage(
      vscode.l10n.t('The report is in {0}.', plainMessage(name)),
      vscode.l10n.t('Open'),
    )) === vscode.l10n.t('Open')
  )
    await open(target, format);
}

/** A place that is no file of this machine (a virtual workspace) takes the report as a whole. */
async function writeTo(
  target: vscode.Uri,
  format: ReportFormat,
  runId: RunId,
  choice: Pick<ComparisonChoice, 'scoringId'>,
  store: BenchStore,
): Promise<void> {
  if (target.scheme === 'file') return store.renderFile(format, runId, target.fsPath, choice);
  await vscode.workspace.fs.writeFile(target, new TextEncoder().encode(await store.render(format, runId, choice)));
}

async function pickFormat(): Promise<ReportFormat | null> {
  const items = (Object.keys(formats) as ReportFormat[]).map((format) => {
    const { label, detail } = formats[format];
    return { label, detail, format };
  });
  return (await vscode.window.showQuickPick(items, { title: vscode.l10n.t('Export the report as') }))?.format ?? null;
}

async function pickTarget(format: ReportFormat, title: string): Promise<vscode.Uri | undefined> {
  const { extension, label } = formats[format];
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  const name = `${title
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, '-')
    .replaceAll(/^-+|-+$/g, '')}.${extension}`;
  return vscode.window.showSaveDialog({
    title: vscode.l10n.t('Export as {0}', label),
    filters: { [label]: [extension.split('.').at(-1) ?? extension] },
    ...(folder ? { defaultUri: vscode.Uri.joinPath(folder, name) } : {}),
  });
}

/** A page belongs into the browser, where it is on the same machine; everything else into the editor. */
async function open(target: vscode.Uri, format: ReportFormat): Promise<void> {
  const here = vscode.env.remoteName === undefined && vscode.env.uiKind === vscode.UIKind.Desktop;
  if (format === 'html' && here) await vscode.env.openExternal(target);
  else await vscode.commands.executeCommand('vscode.open', target);
}
