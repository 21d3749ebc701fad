import * as vscode from 'vscode';
import { suitePath, suiteTitle } from '../suites/suiteIndex.ts';
import type { Keeps, Profile } from './profiles.ts';
import type { KnownSuite } from './testTree.ts';

const stateKey = 'testModels';

/** The models of each suite that “Run on Chosen Models” runs, remembered in the workspace. */
export class ChosenModels implements Profile {
  readonly timing = false;
  readonly #memory: Pick<vscode.Memento, 'get' | 'update'>;

  constructor(memory: Pick<vscode.Memento, 'get' | 'update'>) {
    this.#memory = memory;
  }

  /** Asks where nothing was chosen yet, or nothing of what was chosen is left. */
  async keepsOf(suite: KnownSuite): Promise<Keeps | null> {
    const labels = labelsOf(suite);
    const kept = this.#chosen(suite).filter((label) => labels.includes(label));
    const wanted = kept.length > 0 ? kept : await this.#ask(suite);
    return wanted && ((_, label) => wanted.includes(label));
  }

  /** Changes the choice of a suite. */
  async configure(suites: readonly KnownSuite[]): Promise<void> {
    const sound = suites.filter(({ survey }) => survey.suite !== null);
    const [only, ...others] = sound;
    const suite = others.length === 0 ? only : await pickSuite(sound);
    if (suite) await this.#ask(suite);
  }

  async #ask(suite: KnownSuite): Promise<readonly string[] | null> {
    const chosen = this.#chosen(suite);
    const items = (suite.survey.suite?.models ?? []).map(({ label, ref }) => ({
      label,
      ...(ref === label ? {} : { description: ref }),
      picked: chosen.length === 0 || chosen.includes(label),
    }));
    const picked = await vscode.window.showQuickPick(items, {
      title: vscode.l10n.t('Models that “Run on Chosen Models” runs of {0}', titleOf(suite)),
      canPickMany: true,
      matchOnDescription: true,
    });
    if (!picked || picked.length === 0) return null;
    const labels = picked.map(({ label }) => label);
    await this.#memory.update(stateKey, { ...this.#all(), [suitePath(suite.uri)]: labels });
    return labels;
  }

  #chosen({ uri }: KnownSuite): readonly string[] {
    const labels = this.#all()[suitePath(uri)];
    return Array.isArray(labels) ? labels.filter((label) => typeof label === 'string') : [];
  }

  #all(): Readonly<Record<string, unknown>> {
    const stored = this.#memory.get<unknown>(stateKey);
    return typeof stored === 'object' && stored !== null ? { ...stored } : {};
  }
}

async function pickSuite(suites: readonly KnownSuite[]): Promise<KnownSuite | undefined> {
  const items = suites.map((suite) => ({ label: titleOf(suite), description: suitePath(suite.uri), suite }));
  const title = vscode.l10n.t('Choose the models of which suite?');
  return (await vscode.window.showQuickPick(items, { title, matchOnDescription: true }))?.suite;
}

function titleOf({ survey, uri }: KnownSuite): string {
  return suiteTitle({ outline: survey.outline, path: suitePath(uri) });
}

function labelsOf({ survey }: KnownSuite): readonly string[] {
  return survey.suite?.models.map(({ label }) => label) ?? [];
}
