import type * as vscode from 'vscode';
import type { Disposable } from '../../shared/base/disposable.ts';
import type { RunId } from '../../shared/model/ids.ts';
import { ComparisonPanel, type PanelServices } from './comparisonPanel.ts';
import { savedRunId } from './messages.ts';

/** The open comparisons, one for each run; also brings them back after a reload. */
export class ComparisonPanels implements vscode.WebviewPanelSerializer, Disposable {
  readonly #services: PanelServices;
  readonly #panels = new Map<string, ComparisonPanel>();

  constructor(services: PanelServices) {
    this.#services = services;
  }

  open(runId: RunId, { preserveFocus = false } = {}): void {
    const panel = this.#panels.get(runId);
    if (panel) panel.reveal(preserveFocus);
    else this.#keep(ComparisonPanel.create(runId, this.#services, preserveFocus));
  }

  async deserializeWebviewPanel(panel: vscode.WebviewPanel, state: unknown): Promise<void> {
    const runId = savedRunId(state);
    if (runId === null) panel.dispose();
    else this.#keep(new ComparisonPanel(runId as RunId, panel, this.#services));
  }

  #keep(panel: ComparisonPanel): void {
    this.#panels.set(panel.runId, panel);
    panel.onDidDispose(() => this.#panels.delete(panel.runId));
  }

  dispose(): void {
    for (const panel of [...this.#panels.values()]) panel.dispose();
  }
}
