import * as vscode from 'vscode';
import type { UserProviders } from '../core/ports.ts';
import { isForeign, originOf } from './origins.ts';
import { plainMessage, plainName } from './plainMessage.ts';

const stateKey = 'consentedOrigins';

/** A suite is somebody's file: a server that only a suite names is called after the user has agreed to it, once on this machine. */
export class Consent {
  readonly #memory: vscode.Memento;

  constructor(memory: vscode.Memento) {
    this.#memory = memory;
  }

  /** Nobody would have to be asked. */
  isGiven(baseUrls: readonly string[], user: UserProviders): boolean {
    const agreed = this.#agreed();
    return baseUrls.map((url) => originOf(url)).every((origin) => !isForeign(origin, user) || agreed.includes(origin));
  }

  /** Asks about each foreign server among `baseUrls` that was not agreed to yet. False as soon as one is refused. */
  async ask(
    baseUrls: readonly string[],
    suite: { readonly name: string; readonly path: string },
    user: UserProviders,
  ): Promise<boolean> {
    const origins = new Set(baseUrls.map((url) => originOf(url)).filter((origin) => isForeign(origin, user)));
    for (const origin of origins) {
      if (this.#agreed().includes(origin)) continue;
      const answer = await vscode.window.showWarningMessage(
        vscode.l10n.t('Send prompts to {0}?', origin),
        {
          modal: true,
          detail:
            vscode.l10n.t(
              'The suite “{0}” ({1}) names this server, which is no provider that LLM Bench knows. ',
              plainName(suite.name),
              plainMessage(suite.path),
            ) +
            vscode.l10n.t('The prompts of the suite are sent to it, and the key that you set for it. ') +
            (origin.startsWith('http:') ? vscode.l10n.t('The connection is not encrypted. ') : '') +
            vscode.l10n.t('You are asked once for each server.'),
        },
        vscode.l10n.t('Allow'),
      );
      if (answer !== vscode.l10n.t('Allow')) return false;
      await this.#memory.update(stateKey, [...this.#agreed(), origin]);
    }
    return true;
  }

  #agreed(): readonly string[] {
    const stored = this.#memory.get<unknown>(stateKey);
    return Array.isArray(stored) ? stored.filter((origin) => typeof origin === 'string') : [];
  }
}
