import type * as vscode from 'vscode';
import { field } from '../../core/json.ts';

const stateKey = 'rankingsAlert';
/** A failure that lasts is told once in this time, where nobody had asked for a refresh. */
const quietMs = 12 * 60 * 60 * 1000;

export interface AlertMemoryParts {
  /** Of all windows: what one has told, the others need not. */
  readonly memory: Pick<vscode.Memento, 'get' | 'update'>;
  readonly now: () => Date;
}

/** Which failure of all boards was told last, and when. */
export class AlertMemory {
  readonly #parts: AlertMemoryParts;

  constructor(parts: AlertMemoryParts) {
    this.#parts = parts;
  }

  /** Whether this failure is to be told; then it counts as told. */
  async take(mark: string): Promise<boolean> {
    const { memory, now } = this.#parts;
    const told = memory.get<unknown>(stateKey);
    const at = field(told, 'at');
    const ageMs = typeof at === 'string' ? now().getTime() - Date.parse(at) : NaN;
    if (field(told, 'mark') === mark && ageMs >= 0 && ageMs < quietMs) return false;
    await memory.update(stateKey, { mark, at: now().toISOString() });
    return true;
  }
}
