import type { RunRecord } from '../../shared/model/run.ts';
import { partText } from '../../shared/partText.ts';
import { shortName } from './bounds.ts';

/** `Support replies · 3 of 24 cases`. */
export function runTitle({ name, part }: Pick<RunRecord, 'name' | 'part'>): string {
  return part ? `${shortName(name)} · ${partText(part)}` : shortName(name);
}
