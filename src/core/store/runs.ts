import type { RunId } from '../../shared/model/ids.ts';
import { summaryOf } from './catalog.ts';
import type { Catalog } from './catalog.ts';
import { notWritten } from './catalogFile.ts';
import type { CatalogFile } from './catalogFile.ts';
import type { DerivedFiles } from './derivedFiles.ts';
import type { LogWatch } from './logWatch.ts';
import { OpenRun } from './openRun.ts';
import type { OpenRunParts } from './openRun.ts';
import type { Owned } from './owned.ts';
import type { UnderWay } from './runIndex.ts';
import type { Unsaved } from './unsaved.ts';
import { isAlive } from './writer.ts';

/** Tables kept in memory, beside those of runs that go on here. */
const memoryBytes = 64 * 1024 * 1024;
/** While the catalog is made of very many runs, it is written from time to time: a kill does not begin anew. */
const keepMs = 3000;
/** Runs brought up to date side by side: small ones wait for the disk more than anything. */
const together = 8;

export interface RunsParts {
  readonly open: OpenRunParts;
  readonly watch: LogWatch;
  readonly catalog: Catalog;
  readonly catalogFile: CatalogFile;
  readonly derived: DerivedFiles;
  readonly owned: Owned;
  readonly unsaved: Unsaved;
}

/**
 * The tables of runs, each opened when it is asked for, and the catalog's rows made of them. Nothing here may be called
 * while another call is under way, `peek` and `markStale` excepted.
 */
export class Runs {
  readonly #parts: RunsParts;
  /** The least recently used first. */
  readonly #open = new Map<RunId, OpenRun>();
  /** Their logs have what neither tables nor catalog have. */
  readonly #stale = new Set<RunId>();
  /** With lines that only a later version can read: known of every run once the catalog is up to date. */
  readonly #partial = new Set<RunId>();
  /** Of which that was told. */
  readonly #unreadable = new Set<RunId>();

  constructor(parts: RunsParts) {
    this.#parts = parts;
  }

  /** If it is in memory. */
  peek(runId: RunId): OpenRun | undefined {
    return this.#open.get(runId);
  }

  markStale(runId: RunId): void {
    this.#stale.add(runId);
  }

  /** Whether the catalog's row may be asked instead. */
  isCatalogued(runId: RunId): boolean {
    const run = this.#open.get(runId);
    return !this.#stale.has(runId) && (run === undefined || run.catalogued === run.index.changes);
  }

  /** How many have lines that only a later version can read. */
  get partialCount(): number {
    return this.#partial.size;
  }

  isPartial(runId: RunId): boolean {
    return this.#partial.has(runId);
  }

  /** The tables with all that is in the logs; `null` where there is nothing of the run. */
  async use(runId: RunId): Promise<OpenRun | null> {
    if (!this.#isKnown(runId)) return null;
    const { run } = await this.#upToDate(runId);
    await this.#evict();
    return run;
  }

  /** The tables of a run that is to be written, empty if need be. */
  async begin(runId: RunId): Promise<OpenRun> {
    const { run } = await this.#upToDate(runId);
    return run;
  }

  /** Brings the catalog up to date. Returns the number of attempts that came in. */
  async catalogue(): Promise<number> {
    const now = () => this.#parts.open.now().getTime();
    let attempts = 0;
    let keptAt = now();
    const stale = [...this.#stale];
    for (let from = 0; from < stale.length; from += together) {
      const bringing = stale.slice(from, from + together).map((runId) => this.#bring(runId));
      for (const brought of await Promise.all(bringing)) attempts += brought;
      await this.#evict();
      if (now() - keptAt < keepMs) continue;
      await this.#keepCatalog();
      keptAt = now();
    }
    this.catalogueOpen();
    return attempts;
  }

  /** Brings the rows of those in memory up to date. */
  catalogueOpen(): void {
    for (const run of this.#open.values()) this.#catalogue(run);
  }

  /** The same of what reliability asks. */
  catalogueCalls(): void {
    for (const run of this.#open.values()) this.#catalogueCalls(run);
  }

  /** What was read of the run may be wrong. */
  async discard(runId: RunId): Promise<void> {
    this.#close(runId);
    this.#stale.add(runId);
    await this.#parts.derived.remove(runId);
  }

  /** The run is gone. */
  async forget(runId: RunId): Promise<void> {
    const { catalog, derived, unsaved } = this.#parts;
    this.#close(runId);
    this.#stale.delete(runId);
    this.#partial.delete(runId);
    unsaved.drop(runId);
    catalog.remove(runId);
    await derived.remove(runId);
  }

  /** Takes away the files of a pruned run that hold what it consisted of. */
  async removePruned(run: OpenRun): Promise<void> {
    const { open, watch, derived } = this.#parts;
    const names = run.index.logsBeforePruning();
    if (open.readOnly || names.length === 0) return;
    await derived.remove(run.runId);
    for (const name of names) {
      // Another window may be pruning the run too, and one of the two words must stay: each reads on before it takes a file away.
      const { isNewer } = await run.readOn(name);
      if (isNewer || !run.index.logsBeforePruning().includes(name)) continue;
      if (open.logs.openName(run.runId) === name) await open.logs.abandon(run.runId);
      await open.logs.remove(name).catch(() => undefined);
      watch.removed(name);
      run.index.forgetLog(name);
    }
  }

  /** Marks what says that it goes on while nobody can be writing it any more. */
  async markInterrupted(): Promise<void> {
    for (const { runId, what } of this.#parts.catalog.underWay()) {
      if (!(await this.#anyLeft(what))) continue;
      const run = await this.use(runId);
      if (!run) continue;
      // Another window may have marked it in the tables' image, and not yet in the catalog: then nothing has changed here.
      run.catalogued = null;
      this.#catalogue(run);
    }
  }

  /** Tables that are worth an image. */
  *unwritten(): Generator<OpenRun> {
    for (const run of this.#open.values()) if (run.isImageWorth && !this.#parts.unsaved.has(run.runId)) yield run;
  }

  /** Writes an image of a run that goes on, from time to time. */
  saveIfDue(run: OpenRun): void {
    if (run.isImageDue && !this.#parts.unsaved.has(run.runId)) void this.#parts.derived.saveImageBehind(run);
  }

  closeAll(): void {
    for (const runId of [...this.#open.keys()]) this.#close(runId);
  }

  #isKnown(runId: RunId): boolean {
    return this.#parts.watch.has(runId) || this.#parts.unsaved.has(runId) || this.#open.has(runId);
  }

  /** A run whose logs cannot be read stays stale, and keeps nobody from the others. */
  async #bring(runId: RunId): Promise<number> {
    if (!this.#isKnown(runId)) {
      await this.forget(runId);
      return 0;
    }
    const wasOpen = this.#open.has(runId);
    try {
      const { run, attempts } = await this.#upToDate(runId);
      this.#unreadable.delete(runId);
      if (!wasOpen) this.#leave(run);
      return attempts;
    } catch (error) {
      const isNews = !this.#unreadable.has(runId);
      this.#unreadable.add(runId);
      if (isNews) this.#parts.open.logger.warn(`The logs of run ${runId} cannot be read: ${String(error)}`);
      return 0;
    }
  }

  async #upToDate(runId: RunId): Promise<{ readonly run: OpenRun; readonly attempts: number }> {
    const open = this.#open.get(runId);
    const isStale = this.#stale.delete(runId);
    const run = open ?? (await this.#opened(runId));
    const attempts = isStale || !open ? await this.#readOnOrLeave(run) : 0;
    if (run.index.isPartial) this.#partial.add(runId);
    else this.#partial.delete(runId);
    if (!open) {
      for (const entry of this.#parts.unsaved.of(runId)) run.index.apply(entry, null);
      if (!isStale) run.catalogued = run.callsCatalogued = run.index.changes;
    }
    // Used last.
    this.#open.delete(runId);
    this.#open.set(runId, run);
    if (run.index.underWay().length > 0) await this.#judge(run);
    return { run, attempts };
  }

  async #opened(runId: RunId): Promise<OpenRun> {
    const { open, watch } = this.#parts;
    const facts = watch.logsOf(runId).map(async (name) => [name, (await open.logs.facts(name))?.size ?? -1] as const);
    return OpenRun.open(open, runId, new Map(await Promise.all(facts)));
  }

  /** Tables that lack something of the logs are nobody's to see. */
  async #readOnOrLeave(run: OpenRun): Promise<number> {
    try {
      return await this.#readOn(run);
    } catch (error) {
      this.#stale.add(run.runId);
      run.close();
      this.#open.delete(run.runId);
      throw error;
    }
  }

  async #readOn(run: OpenRun): Promise<number> {
    const { watch } = this.#parts;
    const known = run.index.indexedLogs();
    let attempts = 0;
    for (const name of watch.logsOf(run.runId)) {
      if (known.get(name)?.bytes === watch.sizeOf(name)) continue;
      const read = await run.readOn(name);
      watch.read(name, read.size, read.closed);
      attempts += read.attempts;
    }
    await this.removePruned(run);
    return attempts;
  }

  async #judge(run: OpenRun): Promise<void> {
    if (!(await this.#anyLeft(run.index.underWay()))) return;
    // Its writer's last words may have come since the logs were read.
    for (const name of this.#parts.watch.logsOf(run.runId)) await run.readOn(name);
    for (const one of run.index.underWay()) if (await this.#anyLeft([one])) run.index.markInterrupted(one);
  }

  /** Whether nobody carries on any of these. */
  async #anyLeft(what: readonly UnderWay[]): Promise<boolean> {
    const { owned } = this.#parts;
    for (const { id, log } of what) if (!owned.has(id) && !(log && (await this.#isCarriedOn(log)))) return true;
    return false;
  }

  async #isCarriedOn({ name, writer }: NonNullable<UnderWay['log']>): Promise<boolean> {
    const { logs, now } = this.#parts.open;
    const facts = await logs.facts(name).catch(() => null);
    return isAlive(writer, new Date(facts?.mtimeMs ?? 0), now());
  }

  #catalogue(run: OpenRun): void {
    if (run.catalogued === run.index.changes) return;
    const { catalog, unsaved } = this.#parts;
    catalog.put(run.runId, summaryOf(run.runId, run.index, unsaved.count(run.runId)));
    run.catalogued = run.index.changes;
  }

  #catalogueCalls(run: OpenRun): void {
    if (run.callsCatalogued === run.index.changes) return;
    this.#parts.catalog.putCalls(run.runId, run.index.calls(''));
    run.callsCatalogued = run.index.changes;
  }

  /** Closes tables that only the catalog's row was wanted of, unless they took long to make or more is to come. */
  #leave(run: OpenRun): void {
    const { owned, unsaved } = this.#parts;
    if (!run.isSoonReread || run.index.underWay().length > 0) return;
    if (owned.isUnderWay(run.runId) || unsaved.has(run.runId)) return;
    this.#catalogue(run);
    this.#catalogueCalls(run);
    this.#close(run.runId);
  }

  async #keepCatalog(): Promise<void> {
    const { open, catalogFile } = this.#parts;
    if (open.readOnly) return;
    this.catalogueOpen();
    this.catalogueCalls();
    await catalogFile.write().catch((error: unknown) => open.logger.warn(notWritten(error)));
  }

  /** Closes tables that were not used for longest, until the others fit. */
  async #evict(): Promise<void> {
    const { derived, owned, unsaved } = this.#parts;
    let bytes = [...this.#open.values()].reduce((sum, run) => sum + run.bytes, 0);
    for (const run of [...this.#open.values()].slice(0, -1)) {
      if (bytes <= memoryBytes) return;
      if (owned.isUnderWay(run.runId) || unsaved.has(run.runId)) continue;
      bytes -= run.bytes;
      this.#catalogue(run);
      this.#catalogueCalls(run);
      // In the same turn as the export: what is written from now on is read from the log.
      const saving = run.isImageWorth ? derived.saveImageBehind(run) : null;
      this.#close(run.runId);
      await saving;
    }
  }

  #close(runId: RunId): void {
    this.#open.get(runId)?.close();
    this.#open.delete(runId);
  }
}
