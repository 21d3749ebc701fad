import variant from '@jitl/quickjs-ng-wasmfile-release-sync';
import {
  newQuickJSWASMModuleFromVariant,
  newVariant,
  type QuickJSContext,
  type QuickJSHandle,
  type QuickJSSyncVariant,
} from 'quickjs-emscripten-core';
import { formatMs } from '../../../shared/format.ts';
import { excerpt } from '../text.ts';
import { scriptMemory, type ScriptEngine } from './engine.ts';
import { explainFault, lineOf, scriptForms, scriptName } from './script.ts';

export interface SandboxLimits {
  readonly timeoutMs: number;
  /** Of the engine with all that the script makes; it does not start with less than 16. */
  readonly memoryMb: number;
}

/** What the script did wrong, in words for its author. */
export class ScriptError extends Error {}

/** It takes a name that there is not. */
export class UnknownNameError extends ScriptError {}

const maxMessage = 200;
/** Low enough that the engine's own check comes before the thread's stack is used up. */
const stackBytes = 256 * 1024;

/**
 * QuickJS in WebAssembly: a JavaScript without host, in which nothing can be reached that was not put in. Each sandbox is
 * an instance of its own, so that nothing of one script is seen by the next; it is left to the garbage collector as a
 * whole, for after a script that used up stack or memory there is nothing left to tidy.
 */
export class Sandbox {
  readonly #context: QuickJSContext;
  readonly #limits: SandboxLimits;
  readonly #slice: QuickJSHandle;
  readonly #kind: QuickJSHandle;
  readonly #get: QuickJSHandle;
  #late = false;

  private constructor(context: QuickJSContext, limits: SandboxLimits) {
    this.#context = context;
    this.#limits = limits;
    // Taken before the script can put others in their place, and before its time begins: without them no fault can be told.
    this.#slice = this.#setup('String.prototype.slice');
    this.#kind = this.#setup("(value) => (value === null ? 'null' : typeof value)");
    this.#get = this.#setup('(object, name) => object[name]');
    const deadline = performance.now() + limits.timeoutMs;
    context.runtime.setInterruptHandler(() => (this.#late ||= performance.now() > deadline));
  }

  static async open(engine: ScriptEngine, limits: SandboxLimits): Promise<Sandbox> {
    // The limit that QuickJS itself offers counts only part of its allocations in this build.
    const wasmMemory = scriptMemory(limits.memoryMb);
    // Its types are those of a CommonJS module, which it is not.
    const base = variant as unknown as QuickJSSyncVariant;
    const quickjs = await newQuickJSWASMModuleFromVariant(newVariant(base, { wasmModule: engine, wasmMemory }));
    const runtime = quickjs.newRuntime({ maxStackSizeBytes: stackBytes });
    return new Sandbox(runtime.newContext(), limits);
  }

  /** Makes the values global. */
  define(values: Readonly<Record<string, unknown>>): void {
    const text = JSON.stringify(values);
    // The text, what is made of it, and both with two bytes for a character.
    if (text.length * 4 > this.#limits.memoryMb * 1024 * 1024)
      throw new ScriptError(`The answer does not fit into the ${this.#limits.memoryMb} MB of the script.`);
    this.#call(this.#setup('(text) => void Object.assign(globalThis, JSON.parse(text))'), this.#context.newString(text));
  }

  /** What the script comes to, promises awaited. Throws `ScriptError` where it cannot be compiled, throws or takes too long. */
  run(code: string): QuickJSHandle {
    const form = this.#compiled(code);
    const result = this.#settled(this.#unwrap(this.#context.evalCode(form, scriptName, { type: 'global' })));
    if (this.#late) throw this.#tooLong();
    return result;
  }

  kindOf(handle: QuickJSHandle): string {
    const result = this.#context.callFunction(this.#kind, this.#context.undefined, handle);
    return result.error === undefined ? this.#context.getString(result.value) : 'unknown';
  }

  /** Of a number, or of a boolean as 1 or 0. */
  number(handle: QuickJSHandle): number {
    return this.#context.getNumber(handle);
  }

  /** At most `limit` characters of a text; '' for what is none. */
  text(handle: QuickJSHandle, limit: number): string {
    if (this.kindOf(handle) !== 'string') return '';
    const [start, end] = [this.#context.newNumber(0), this.#context.newNumber(limit)];
    const result = this.#context.callFunction(this.#slice, handle, start, end);
    return result.error === undefined ? this.#context.getString(result.value) : '';
  }

  /** Throws `ScriptError` where a getter does. */
  property(handle: QuickJSHandle, name: string): QuickJSHandle {
    return this.#call(this.#get, handle, this.#context.newString(name));
  }

  #setup(code: string): QuickJSHandle {
    return this.#unwrap(this.#context.evalCode(code, 'setup', { type: 'global' }));
  }

  #call(callee: QuickJSHandle, ...given: QuickJSHandle[]): QuickJSHandle {
    return this.#unwrap(this.#context.callFunction(callee, this.#context.undefined, ...given));
  }

  /** The first form of the script that is JavaScript. */
  #compiled(code: string): string {
    let fault: QuickJSHandle | undefined;
    for (const form of scriptForms(code)) {
      fault = this.#context.evalCode(form, scriptName, { type: 'global', compileOnly: true }).error;
      if (fault === undefined) return form;
    }
    throw new ScriptError(fault && explainFault(this.#message(fault), this.#peek(fault, 'stack')));
  }

  #settled(handle: QuickJSHandle): QuickJSHandle {
    const failed = this.#context.runtime.executePendingJobs().error;
    if (failed !== undefined) throw this.#failure(failed);
    const state = this.#context.getPromiseState(handle);
    if (state.type === 'rejected') throw this.#failure(state.error);
    if (state.type === 'pending') throw new ScriptError('The script waits for a promise that nothing here will resolve.');
    return state.value;
  }

  #unwrap(
    result: { readonly value: QuickJSHandle; readonly error?: undefined } | { readonly error: QuickJSHandle },
  ): QuickJSHandle {
    if (result.error !== undefined) throw this.#failure(result.error);
    return result.value;
  }

  #failure(thrown: QuickJSHandle): ScriptError {
    const kind = this.kindOf(thrown);
    const what = kind === 'object' ? this.#message(thrown) + lineOf(this.#peek(thrown, 'stack')) : this.#said(thrown, kind);
    // Whether before or just now, in what was thrown.
    if (this.#late) return this.#tooLong();
    const isUnknownName = kind === 'object' && this.#peek(thrown, 'name') === 'ReferenceError';
    return new (isUnknownName ? UnknownNameError : ScriptError)(`The script failed: ${what}.`);
  }

  #said(thrown: QuickJSHandle, kind: string): string {
    // QuickJS has no memory left for an error that says so.
    if (kind === 'null') return 'it threw null, as it does where its memory is used up';
    return excerpt(this.text(thrown, 1000), maxMessage) || `it threw a ${kind}`;
  }

  #message(error: QuickJSHandle): string {
    const parts = [this.#peek(error, 'name'), this.#peek(error, 'message')];
    return excerpt(parts.filter(Boolean).join(': '), maxMessage) || 'it threw an object without a message';
  }

  /** '' where a getter of what was thrown throws in its turn. */
  #peek(error: QuickJSHandle, name: string): string {
    return this.text(this.#context.getProp(error, name), 1000);
  }

  #tooLong(): ScriptError {
    return new ScriptError(`The script took longer than its ${formatMs(this.#limits.timeoutMs)}.`);
  }
}
