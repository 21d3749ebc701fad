import type { FileHandle } from 'node:fs/promises';

const gatheredCharacters = 256 * 1024;

/** Gathers text for a file, so that many short pieces cost few writes. */
export class TextFile {
  readonly #handle: FileHandle;
  #gathered: string[] = [];
  #characters = 0;

  constructor(handle: FileHandle) {
    this.#handle = handle;
  }

  async write(text: string): Promise<void> {
    this.#gathered.push(text);
    this.#characters += text.length;
    if (this.#characters > gatheredCharacters) await this.flush();
  }

  async flush(): Promise<void> {
    const bytes = Buffer.from(this.#gathered.join(''));
    this.#gathered = [];
    this.#characters = 0;
    await this.#handle.appendFile(bytes);
  }
}
