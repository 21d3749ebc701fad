import { readFile } from 'node:fs/promises';

/** QuickJS, compiled. */
export type ScriptEngine = object;

/** Node's global, of which Node's types say nothing. */
const { WebAssembly: webAssembly } = globalThis as unknown as {
  readonly WebAssembly: {
    readonly Memory: new (size: { readonly initial: number; readonly maximum: number }) => object;
    compile(bytes: Uint8Array): Promise<ScriptEngine>;
  };
};

const pagesPerMb = 16;
/** What the engine asks for to begin with. */
const firstPages = 16 * pagesPerMb;

export async function loadScriptEngine(wasm: URL): Promise<ScriptEngine> {
  return webAssembly.compile(await readFile(wasm));
}

/** The memory that one script has, the engine's own included. */
export function scriptMemory(megabytes: number): object {
  return new webAssembly.Memory({ initial: firstPages, maximum: Math.max(firstPages, Math.ceil(megabytes * pagesPerMb)) });
}
