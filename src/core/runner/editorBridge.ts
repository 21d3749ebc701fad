import { unsent, type EditorModels } from '../editorModels.ts';
import type { EngineEvents } from './protocol.ts';

type EditorFunctions = Pick<EngineEvents, 'callEditorModel' | 'cancelEditorCall'>;

/** The owner's side: makes the calls that its engine asks for. */
export class EditorCalls {
  readonly #editor: EditorModels | null;
  readonly #open = new Map<number, AbortController>();

  readonly functions: EditorFunctions = {
    callEditorModel: async (id, call) => {
      if (this.#editor === null) return unsent({ type: 'failed', code: null, message: 'there is no editor here' });
      const controller = new AbortController();
      this.#open.set(id, controller);
      try {
        return await this.#editor.call(call, controller.signal);
      } finally {
        this.#open.delete(id);
      }
    },
    cancelEditorCall: (id) => this.#open.get(id)?.abort(),
  };

  constructor(editor: EditorModels | null) {
    this.#editor = editor;
  }

  /** The engine is gone: nobody waits for these answers any more. */
  cancelAll(): void {
    for (const controller of this.#open.values()) controller.abort();
  }
}

/** The engine's side: `remote` reaches the owner's functions. */
export function remoteEditor(remote: {
  readonly call: EditorFunctions['callEditorModel'];
  readonly cancel: EditorFunctions['cancelEditorCall'];
}): Pick<EditorModels, 'call'> {
  let last = 0;
  return {
    call: async (call, signal) => {
      if (signal.aborted) return unsent({ type: 'cancelled' });
      const id = ++last;
      const cancel = (): void => remote.cancel(id);
      signal.addEventListener('abort', cancel, { once: true });
      try {
        return await remote.call(id, call);
      } finally {
        signal.removeEventListener('abort', cancel);
      }
    },
  };
}
