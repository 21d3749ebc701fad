import { Data } from '../../src/core/data/data.ts';
import type { StoreFiles } from '../../src/core/store/files.ts';
import type { Store } from '../../src/core/store/spec.ts';

/** What can be done with a store as a whole, without the figures that nothing here asks for. */
export function careFor(store: Store, folder: string, files: StoreFiles): Data {
  return new Data(store, { figures: async () => null }, folder, { files });
}
