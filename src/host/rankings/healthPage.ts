import * as vscode from 'vscode';
import { DisposableStore, type Disposable } from '../../shared/base/disposable.ts';
import { rankingsScheme } from '../contributions.ts';
import { ReadOnlyFiles } from '../readOnlyFiles.ts';
import type { RankingService } from './rankingService.ts';

const page = vscode.Uri.from({ scheme: rankingsScheme, path: `/${vscode.l10n.t('Rankings Health')}.md` });

interface Content {
  readonly bytes: Uint8Array;
  readonly mtime: number;
}

/** The health of the rankings as a read-only file, shown by the editor's own preview. */
export class HealthPage extends ReadOnlyFiles implements Disposable {
  readonly #rankings: RankingService;
  readonly #owned = new DisposableStore();
  readonly #changes = this.#owned.add(new vscode.EventEmitter<vscode.FileChangeEvent[]>());
  readonly onDidChangeFile = this.#changes.event;
  /** `undefined` before anybody has looked. */
  #content: Promise<Content> | undefined;

  constructor(rankings: RankingService) {
    super();
    this.#rankings = rankings;
    this.#owned.add(this.serve(rankingsScheme));
    this.#owned.add(
      rankings.onDidChange(() => {
        if (this.#content) this.#stale();
      }),
    );
  }

  /** Times are told as of now: who opens it again sees it anew. */
  async show(): Promise<void> {
    this.#stale();
    await vscode.commands.executeCommand('markdown.showPreview', page);
  }

  #stale(): void {
    this.#content = undefined;
    this.#changes.fire([{ type: vscode.FileChangeType.Changed, uri: page }]);
  }

  async readFile(uri: vscode.Uri): Promise<Uint8Array> {
    return (await this.#read(uri)).bytes;
  }

  async stat(uri: vscode.Uri): Promise<vscode.FileStat> {
    const { bytes, mtime } = await this.#read(uri);
    return { type: vscode.FileType.File, ctime: 0, mtime, size: bytes.length, permissions: vscode.FilePermission.Readonly };
  }

  #read(uri: vscode.Uri): Promise<Content> {
    if (uri.path !== page.path) throw vscode.FileSystemError.FileNotFound(uri);
    const content = (this.#content ??= this.#make());
    content.catch(() => (this.#content = undefined));
    return content;
  }

  async #make(): Promise<Content> {
    const [health, { healthText }] = await Promise.all([this.#rankings.health(), import('./healthText.ts')]);
    const text = healthText(health, (await this.#rankings.problem())?.message ?? null);
    return { bytes: new TextEncoder().encode(text), mtime: Date.parse(health.at) };
  }

  dispose(): void {
    this.#owned.dispose();
  }
}
