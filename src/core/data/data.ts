import type { RunViews } from '../runViews.ts';
import type { Store } from '../store/spec.ts';
import type {
  BackupReport,
  CheckReport,
  CompactReport,
  DataCalls,
  ExportReport,
  MergeReport,
  PruneReport,
  RestoreReport,
  StoreSize,
} from './spec.ts';

export class Data implements DataCalls {
  readonly folder: string;
  readonly store: Store;
  readonly views: Pick<RunViews, 'figures'>;

  constructor(store: Store, views: Pick<RunViews, 'figures'>, folder: string) {
    this.store = store;
    this.views = views;
    this.folder = folder;
  }

  size(): Promise<StoreSize> {
    throw new Error('size');
  }
  backup(path: string): Promise<BackupReport> {
    throw new Error(path);
  }
  restore(path: string): Promise<RestoreReport> {
    throw new Error(path);
  }
  merge(path: string): Promise<MergeReport> {
    throw new Error(path);
  }
  check(): Promise<CheckReport> {
    throw new Error('check');
  }
  compact(): Promise<CompactReport> {
    throw new Error('compact');
  }
  exportAll(path: string): Promise<ExportReport> {
    throw new Error(path);
  }
  prune(before: string): Promise<PruneReport> {
    throw new Error(before);
  }
}
