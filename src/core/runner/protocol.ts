import type { MessagePort } from 'node:worker_threads';
import type { RunEvent, ScoringEvent } from '../../shared/model/run.ts';
import type { EditorAnswer, EditorCall } from '../editorModels.ts';
import type { ResumeSpec } from '../resumedRun.ts';
import type { EngineSpec } from './engine.ts';
import type { ScoringSpec } from './scoreRun.ts';

/** What the engine's worker does for its owner; over birpc. */
export interface EngineFunctions {
  /** Resolves when the run is over, whatever became of it; rejects where it could not be begun. */
  start(spec: EngineSpec): Promise<void>;
  /** The same for a run that is stored and had ended; rejects with `locked` where it goes on already. */
  resume(spec: ResumeSpec): Promise<void>;
  cancel(runId: string): void;
  /** Scores the stored answers of a run. Resolves when that is over; rejects where it could not be begun. */
  score(spec: ScoringSpec): Promise<void>;
  cancelScoring(id: string): void;
}

/** What the engine's worker tells its owner, and asks of it. */
export interface EngineEvents {
  /** In their order. */
  onEvents(events: readonly RunEvent[]): void;
  onScoringEvents(events: readonly ScoringEvent[]): void;
  /** The editor's models can be called in its own process only, on the thread of the extensions. `id` is for cancelling. */
  callEditorModel(id: number, call: EditorCall): Promise<EditorAnswer>;
  cancelEditorCall(id: number): void;
}

export interface EngineWorkerData {
  /** The engine's own line to the store's worker, so that a blocked owner delays no write. */
  readonly storePort: MessagePort;
}
