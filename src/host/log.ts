import type * as vscode from 'vscode';
import type { Logger } from '../core/ports.ts';
import { redact } from '../core/providers/redact.ts';

/** The output channel as a log; nothing gets into it but through the redactor. */
export class RedactedLog implements Logger {
  readonly #channel: vscode.LogOutputChannel;
  readonly #secrets: () => readonly string[];

  /** @param secrets the keys handed out so far */
  constructor(channel: vscode.LogOutputChannel, secrets: () => readonly string[]) {
    this.#channel = channel;
    this.#secrets = secrets;
  }

  debug(message: string): void {
    this.#channel.debug(this.redact(message));
  }

  info(message: string): void {
    this.#channel.info(this.redact(message));
  }

  warn(message: string): void {
    this.#channel.warn(this.redact(message));
  }

  error(message: string): void {
    this.#channel.error(this.redact(message));
  }

  /** For texts that are shown instead of logged. */
  redact(text: string): string {
    return redact(text, this.#secrets());
  }

  show(): void {
    this.#channel.show();
  }
}
