import { crc32 } from 'node:zlib';
import type { Attempt } from '../../shared/model/attempt.ts';
import type { RunId } from '../../shared/model/ids.ts';
import type { RunDetail, RunRecord } from '../../shared/model/run.ts';
import type { Writer } from './writer.ts';

/**
 * What a line of a run log says.
 * `log-opened` is the first line of every file; `log-closed` the last one, after which the file never grows.
 */
export type LogEntry =
  | { readonly type: 'log-opened'; readonly runId: RunId; readonly writer: Writer }
  | { readonly type: 'run-created'; readonly run: RunRecord; readonly detail: RunDetail }
  /** `revision` counts the updates of a run; the highest wins, whatever the order of reading. */
  | { readonly type: 'run-updated'; readonly run: RunRecord; readonly revision: number; readonly at: string }
  | { readonly type: 'attempt'; readonly attempt: Attempt }
  | { readonly type: 'log-closed' };

/** What a line turned out to be. `newer` was written by a later version of the tool. */
export type DecodedLine =
  | { readonly state: 'ok'; readonly entry: LogEntry }
  | { readonly state: 'damaged' }
  | { readonly state: 'newer' };

const version = 1;
const head = /^\{"v":(\d+),"crc":"([0-9a-f]{8})","entry":/;
/** Bytes that are enough to hold `head`. */
const headBytes = 64;

/** One JSON object and a line feed. The checksum covers the entry's bytes, so a torn or rotten line shows. */
export function encodeLine(entry: LogEntry): Buffer {
  const json = Buffer.from(JSON.stringify(entry), 'utf8');
  const prefix = `{"v":${version},"crc":"${checksum(json)}","entry":`;
  return Buffer.concat([Buffer.from(prefix, 'latin1'), json, Buffer.from('}\n', 'latin1')]);
}

/** Takes a line without its line feed. What passes the checksum was written by this module and is trusted. */
export function decodeLine(line: Buffer): DecodedLine {
  const match = head.exec(line.toString('latin1', 0, headBytes));
  if (match === null) return { state: 'damaged' };
  const json = line.subarray(match[0].length, line.length - 1);
  if (checksum(json) !== match[2]) return { state: 'damaged' };
  if (Number(match[1]) > version) return { state: 'newer' };
  return { state: 'ok', entry: JSON.parse(json.toString('utf8')) as LogEntry };
}

function checksum(bytes: Buffer): string {
  return crc32(bytes).toString(16).padStart(8, '0');
}
