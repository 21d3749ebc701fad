import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { DataFault, StoreSize } from '../../../src/core/data/spec.ts';
import {
  checkedText,
  compactedText,
  faultLine,
  isSound,
  mergedText,
  nothingToPruneText,
  prunedText,
  pruneDetail,
  pruneQuestion,
  restoredText,
  restoreDetail,
} from '../../../src/host/data/dataTexts.ts';
import { daysAgo } from '../../../src/host/data/daysAgo.ts';
import { formatBytes } from '../../../src/shared/format.ts';

const size: StoreSize = { runs: 20, prunedRuns: 3, results: 4000, logBytes: 9_000_000, derivedBytes: 3_000_000 };
const empty: StoreSize = { runs: 0, prunedRuns: 0, results: 0, logBytes: 0, derivedBytes: 0 };

test('before a restore it is said what the backup holds and what becomes of what is here', () => {
  const contents = { madeAt: '2026-11-20T02:33:00Z', runs: 12 };
  assert.equal(
    restoreDetail(contents, size),
    'The backup was made at 2026-11-20 02:33 UTC and holds 12 runs.\n' +
      'What is here now, 23 runs, is saved first: as a backup in the results folder.',
  );
  assert.match(restoreDetail(contents, empty), /no results here that it would replace/);
  assert.match(restoreDetail(contents, { ...empty, prunedRuns: 1 }), /is saved first/, 'pruned runs are results, too');
});

test('after a restore it is said whether there is a way back', () => {
  assert.match(restoredText({ runs: 1, savedTo: '/x/backups/b.tar.gz' }), /the backup: 1 run\. What was there before is saved/);
  assert.equal(restoredText({ runs: 2, savedTo: null }), 'The results are those of the backup: 2 runs.');
});

test('an import says what came of every run, and nothing of what there was none of', () => {
  assert.equal(
    mergedText({ added: 3, updated: 1, known: 5, deletedHere: 2 }),
    '3 runs were added, 1 went on since, 5 were here already, 2 were deleted here and stay so.',
  );
  assert.equal(mergedText({ added: 1, updated: 0, known: 0, deletedHere: 0 }), '1 run was added.');
  assert.equal(
    mergedText({ added: 0, updated: 0, known: 1, deletedHere: 1 }),
    'No run was added, 1 was here already, 1 was deleted here and stays so.',
  );
});

const fault: DataFault = {
  kind: 'damaged-line',
  where: 'runs/a.jsonl, line 7',
  message: 'This line is damaged: [look](command:evil).',
  advice: 'Restore a backup.',
  mended: false,
};

test('a check names the first fault that lasts, counts the rest, and shows no link of theirs', () => {
  const report = { runs: 2, results: 1200, lines: 1300, bytes: 5_400_000, faults: [] };
  assert.equal(checkedText(report), 'All results are sound: 2 runs with 1,200 results, 5.4 MB.');
  const mended = { ...fault, message: 'Mended', mended: true };
  const text = checkedText({ ...report, faults: [mended, fault, fault, fault] });
  assert.match(text, /^3 faults in 2 runs with .*\. This line is damaged/);
  assert.ok(text.endsWith('And 2 more.'));
  assert.ok(!text.includes(']('));
  assert.match(faultLine(fault), /^runs\/a\.jsonl, line 7: damaged-line: .*Restore a backup\.$/);
});

test('faults that could all be mended leave the results sound', () => {
  const report = { runs: 2, results: 1200, lines: 1300, bytes: 5_400_000, faults: [{ ...fault, mended: true }] };
  assert.equal(isSound(report), true);
  assert.match(checkedText(report), /^All results are sound: .* 1 fault could be mended, and nothing is lost\.$/);
  assert.equal(isSound({ faults: [fault] }), false);
});

test('compacting says what was gained, or that nothing was', () => {
  assert.equal(
    compactedText({ before: size, after: { ...size, logBytes: 4_000_000 } }),
    'The results take 7 MB instead of 12 MB.',
  );
  assert.equal(compactedText({ before: size, after: size }), 'There was nothing to be gained: the results take 12 MB.');
});

test('before and after pruning it is said how much goes, and that the figures stay', () => {
  const report = { pruned: 14, results: 12_000 };
  const before = '2026-08-23T10:00:00.000Z';
  assert.equal(pruneQuestion(before, report), 'Drop the results and answers of 14 runs that began before 2026-08-23?');
  assert.match(pruneDetail(report), /12,000 results .* for good.*\n.*figures .* stay/);
  assert.match(
    nothingToPruneText(before),
    /2026-08-23.*baselines, pinned runs, the newest run of each suite and its last finished whole run/,
  );
  assert.equal(prunedText(report), '12,000 results of 14 runs were dropped; the figures stay in the history.');
});

test('days back from now; nothing but a whole number of them from 1 on is a limit', () => {
  const now = new Date('2026-11-21T12:00:00Z');
  assert.equal(daysAgo(90, now), '2026-08-23T12:00:00.000Z');
  for (const days of [0, -1, 0.5, Number.NaN, Number.POSITIVE_INFINITY]) assert.equal(daysAgo(days, now), null);
  assert.ok(daysAgo(Number.MAX_SAFE_INTEGER, now), 'a date that there is');
});

test('sizes of files', () => {
  assert.equal(formatBytes(0), '0 B');
  assert.equal(formatBytes(945), '945 B');
  assert.equal(formatBytes(12_345), '12.3 kB');
  assert.equal(formatBytes(999_600), '1 MB');
  assert.equal(formatBytes(5_400_000_000), '5.4 GB');
});
