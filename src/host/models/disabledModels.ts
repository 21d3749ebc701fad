import type * as vscode from 'vscode';
import type { Disposable } from '../../shared/base/disposable.ts';
import { Emitter } from '../../shared/base/emitter.ts';
import type { Suite } from '../../shared/model/suite.ts';
import { l10n } from '../words.ts';

/** A model that is left out of runs, for as long as the user wants. */
export interface Disabled {
  readonly reason: string;
  /** ISO 8601. */
  readonly since: string;
}

const stateKey = 'disabledModels';
const mostInReason = 200;

type Memory = Pick<vscode.Memento, 'get' | 'update'> & { setKeysForSync(keys: readonly string[]): void };

/** The models that the user has disabled, by `provider/model`: for every workspace and, where settings are synced, every machine. */
export class DisabledModels implements Disposable {
  readonly #memory: Memory;
  readonly #now: () => Date;
  readonly #changes = new Emitter<void>();
  readonly onDidChange = this.#changes.event;

  constructor(memory: Memory, now: () => Date) {
    this.#memory = memory;
    this.#now = now;
    memory.setKeysForSync([stateKey]);
  }

  all(): ReadonlyMap<string, Disabled> {
    const stored = this.#memory.get<unknown>(stateKey);
    if (typeof stored !== 'object' || stored === null) return new Map();
    return new Map(Object.entries(stored).flatMap(([ref, value]) => (isDisabled(value) ? [[ref, value]] : [])));
  }

  async disable(ref: string, reason: string): Promise<void> {
    const entry: Disabled = { reason: reason.trim().slice(0, mostInReason), since: this.#now().toISOString() };
    await this.#keep(new Map([...this.all(), [ref, entry]]));
  }

  async enable(ref: string): Promise<void> {
    await this.#keep(new Map([...this.all()].filter(([disabled]) => disabled !== ref)));
  }

  async #keep(models: ReadonlyMap<string, Disabled>): Promise<void> {
    await this.#memory.update(stateKey, Object.fromEntries(models));
    this.#changes.fire();
  }

  dispose(): void {
    this.#changes.dispose();
  }
}

function isDisabled(value: unknown): value is Disabled {
  if (typeof value !== 'object' || value === null || !('reason' in value) || !('since' in value)) return false;
  return typeof value.reason === 'string' && typeof value.since === 'string';
}

/** `disabled on 2026-11-21: too dear`. */
export function disabledText({ reason, since }: Disabled): string {
  return l10n.t('disabled on {0}{1}', since.slice(0, 10), reason === '' ? '' : `: ${reason}`);
}

/** A suite without the models that are disabled, and which these are. */
export function withoutDisabled<Whole extends Pick<Suite, 'models'>>(
  suite: Whole,
  disabled: ReadonlyMap<string, Disabled>,
): { readonly suite: Whole; readonly leftOut: readonly string[] } {
  const models = suite.models.filter(({ ref }) => !disabled.has(ref));
  const leftOut = new Set(suite.models.flatMap(({ ref }) => (disabled.has(ref) ? [ref] : [])));
  return { suite: leftOut.size === 0 ? suite : { ...suite, models }, leftOut: [...leftOut] };
}
