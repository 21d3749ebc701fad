import type * as vscode from 'vscode';
import type { Disposable } from '../../shared/base/disposable.ts';
import type { RunId } from '../../shared/model/ids.ts';
import type { PanelSection } from '../../shared/protocol/panel.ts';
import { ComparisonPanel, type PanelServices } from './comparisonPanel.ts';
import { savedRunId } from './messages.ts';

export interface OpenOptions {
  readonly preserveFocus?: boolean;
  /** What to scroll to. */
  readonly section?: PanelSection;
  /** Of the section `answers`: the case whose answers to show. */
  readonly caseId?: string;
}

/** The open comparisons, one for each run; also brings them back after a reload. */
export class ComparisonPanels implements vscode.WebviewPanelSerializer, Disposable {
  readonly #services: PanelServices;
  readonly #panels = new Map<string, ComparisonPanel>();

  constructor(services: PanelServices) {
    this.#services = services;
  }

  open(runId: RunId, { preserveFocus = false, section, caseId }: OpenOptions = {}): void {
    const known = this.#panels.get(runId);
    known?.reveal(preserveFocus);
    const panel = known ?? this.#keep(ComparisonPanel.create(runId, this.#services, preserveFocus));
    if (section) void panel.showSection(section, caseId ?? null);
  }

  async deserializeWebviewPanel(panel: vscode.WebviewPanel, state: unknown): Promise<void> {
    const runId = savedRunId(state);
    if (runId === null) panel.dispose();
    else this.#keep(new ComparisonPanel(runId as RunId, panel, this.#services));
  }

  #keep(panel: ComparisonPanel): ComparisonPanel {
    this.#panels.set(panel.runId, panel);
    panel.onDidDispose(() => this.#panels.delete(panel.runId));
    return panel;
  }

  dispose(): void {
    for (const panel of [...this.#panels.values()]) panel.dispose();
  }
}
