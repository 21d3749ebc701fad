import { decodeLine } from '../../src/core/store/logLine.ts';
import type { LogEntry } from '../../src/core/store/logLine.ts';
import { mulberry32 } from '../engine/random.ts';
import { differences, digestOf } from './digest.ts';
import type { Digest } from './digest.ts';
import type { Expected } from './expected.ts';
import { violations } from './holds.ts';
import { pick } from './pick.ts';
import { compareOpenings, opened } from './openings.ts';
import { Findings } from './outcome.ts';
import type { Outcome } from './outcome.ts';
import { peacefulSession } from './session.ts';
import type { Session } from './session.ts';
import { simulatedFolder } from './simulatedDisk.ts';
import type { SimulatedDisk } from './simulatedDisk.ts';

export const damageKinds = ['bit flipped', 'cut off', 'zeros', 'bytes added', 'emptied', 'taken away'] as const;
type DamageKind = (typeof damageKinds)[number];

/** Bytes of a file that are not what they were. */
interface Damage {
  readonly bytes: Buffer | null;
  readonly from: number;
  readonly to: number;
}

const sessionSteps = 60;

/** Many times: one file of a store that nobody has open is damaged at one place, then it is opened. */
export async function damage(seed: number, trials: number): Promise<Outcome> {
  const random = mulberry32(seed);
  const findings = new Findings();
  const moments: string[] = [];
  const session = await peacefulSession(random, sessionSteps);
  const whole = new Findings();
  const before = await opened(simulatedFolder, whole, digestOf, { files: session.disk.copy().files });
  for (let trial = 0; trial < trials; trial++) moments.push(await damagedOnce(session, before, random, findings));
  return findings.outcome({ seed, moments, writes: session.expected.doneCount });
}

async function damagedOnce(
  { disk, expected }: Session,
  before: Digest,
  random: () => number,
  findings: Findings,
): Promise<string> {
  const copy = disk.copy();
  const path = pick(copy.paths(), random);
  const kind = pick(damageKinds, random);
  const bytes = copy.read(path);
  const done = doneTo(bytes, kind, random);
  if (done.bytes === null) copy.remove(path);
  // Disks rot without telling the time.
  else copy.put(path, done.bytes, random() < 0.5 ? copy.mtimeMs(path) : Date.now());
  const isLog = path.endsWith('.jsonl');
  const hit = isLog ? entriesIn(bytes, done) : [];
  const doubts = hit.map((entry) => expected.doubt(entry));
  try {
    await look(copy, expected, isLog || path.endsWith('.deleted') ? null : before, findings, `${kind} ${path}`);
  } finally {
    for (const undo of doubts) undo();
  }
  return `${kind} ${path.endsWith('.jsonl') ? 'log' : (/\.[a-z]+$/.exec(path)?.[0] ?? path)}`;
}

/** @param before what has to be read: nothing but derived files was damaged; `null`: what was damaged is gone for good */
async function look(
  disk: SimulatedDisk,
  expected: Expected,
  before: Digest | null,
  findings: Findings,
  what: string,
): Promise<void> {
  const { files } = disk;
  const found = new Findings();
  const first = await opened(
    simulatedFolder,
    found,
    async (store) => {
      if (store.health.state === 'read-only') findings.unreadable++;
      found.violations.push(...(await violations(store, expected, { alive: true })));
      return await digestOf(store);
    },
    { files },
  );
  if (before !== null) {
    for (const part of differences(before, first)) found.add('wrong', `${part} reads otherwise than before`);
    await compareOpenings(disk, first, found);
  }
  findings.violations.push(...found.violations.map((violation) => ({ ...violation, what: `${what}: ${violation.what}` })));
  findings.worstReopeningMs = Math.max(findings.worstReopeningMs, found.worstReopeningMs);
}

function doneTo(bytes: Buffer, kind: DamageKind, random: () => number): Damage {
  const from = Math.floor(random() * bytes.length);
  switch (kind) {
    case 'bit flipped': {
      const flipped = Buffer.from(bytes);
      flipped[from] = (flipped[from] ?? 0) ^ (1 << Math.floor(random() * 8));
      return { bytes: flipped, from, to: from + 1 };
    }
    case 'cut off':
      return { bytes: Buffer.from(bytes.subarray(0, from)), from, to: bytes.length };
    case 'zeros': {
      const to = Math.min(bytes.length, from + 1 + Math.floor(random() * 4096));
      return { bytes: Buffer.from(bytes).fill(0, from, to), from, to };
    }
    case 'bytes added':
      return {
        bytes: Buffer.concat([bytes, Buffer.alloc(1 + Math.floor(random() * 600), '{"v":1,')]),
        from: bytes.length,
        to: bytes.length,
      };
    case 'emptied':
      return { bytes: Buffer.alloc(0), from: 0, to: bytes.length };
    case 'taken away':
      return { bytes: null, from: 0, to: bytes.length };
  }
}

/** What the lines of a log say that reach into the damage; a line reaches to the line feed that ends it. */
function entriesIn(bytes: Buffer, { from, to }: Damage): LogEntry[] {
  const entries: LogEntry[] = [];
  let start = 0;
  for (let end = bytes.indexOf(10); end !== -1; end = bytes.indexOf(10, start)) {
    const decoded = decodeLine(bytes.subarray(start, end));
    if (decoded.state === 'ok' && from <= end && to > start) entries.push(decoded.entry);
    start = end + 1;
  }
  return entries;
}
