import type * as vscode from 'vscode';
import type { Disposable } from '../../shared/base/disposable.ts';
import type { RunId } from '../../shared/model/ids.ts';
import { savedRuns } from './runsMessages.ts';
import { RunsPanel, type RunsPanelServices } from './runsPanel.ts';

/** The open pages of several runs; also brings them back after a reload. */
export class RunsPanels implements vscode.WebviewPanelSerializer, Disposable {
  readonly #services: RunsPanelServices;
  readonly #panels = new Set<RunsPanel>();

  constructor(services: RunsPanelServices) {
    this.#services = services;
  }

  open(runIds: readonly RunId[]): void {
    const wanted = new Set(runIds);
    const known = [...this.#panels].find((panel) => new Set(panel.runIds).symmetricDifference(wanted).size === 0);
    if (known) known.reveal();
    else this.#keep(RunsPanel.create({ runIds, reference: null }, this.#services));
  }

  async deserializeWebviewPanel(panel: vscode.WebviewPanel, state: unknown): Promise<void> {
    const shown = savedRuns(state);
    if (shown === null) panel.dispose();
    else this.#keep(new RunsPanel(shown, panel, this.#services));
  }

  #keep(panel: RunsPanel): void {
    this.#panels.add(panel);
    panel.onDidDispose(() => this.#panels.delete(panel));
  }

  dispose(): void {
    for (const panel of [...this.#panels]) panel.dispose();
  }
}
