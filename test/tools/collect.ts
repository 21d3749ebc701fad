/** From the events of `node:test` to outcomes. */
import { finished } from 'node:stream/promises';
import type { TestsStream, EventData } from 'node:test';
import { isAbsolute, join, relative } from 'node:path';
import { inspect, stripVTControlCharacters } from 'node:util';
import { type Outcome, printLine, printNote, printOutcome } from './outcome.ts';
import { REPOSITORY } from './repository.ts';

type Finished = EventData.TestPass | EventData.TestFail;

interface Options {
  /** Whether a file in which no test ran is a failure; not so when tests were searched for by name. */
  readonly emptyFileFails: boolean;
  /** Paths of the files that run. */
  readonly files: readonly string[];
  /** After which without a word from any of them they are given up: a process that a killed test left behind keeps its pipes open. */
  readonly silenceMs: number;
  /** Ends the wait at once. */
  readonly deadline: AbortSignal;
}

/**
 * One outcome for each test that has no tests inside; those inside count in its place, unless it failed by itself.
 * A skipped or todo test is a failure, and so is a file that crashed or ran no test.
 * Reads the stream to its end and prints each outcome as it comes.
 */
export async function collectOutcomes(stream: TestsStream, options: Options): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  const stderr = new Map<string, string>();
  const nesting = new Nesting();
  let counted = 0;

  const add = (event: Finished, error: string | null) => {
    const outcome = { name: event.name, where: whereIs(event), error };
    outcomes.push(outcome);
    printOutcome(outcome, event.details.duration_ms);
  };
  stream.on('test:pass', (event) => {
    if (isFile(event)) {
      if (options.emptyFileFails) add(event, 'No test ran in this file.');
    } else if (!nesting.hadChildren(event) && event.details.type !== 'suite') {
      add(event, event.skip === undefined && event.todo === undefined ? null : 'Skipped. A test must be able to fail.');
    }
  });
  stream.on('test:fail', (event) => {
    const isParent = !isFile(event) && nesting.hadChildren(event);
    if (isParent && failureType(event) === 'subtestsFailed') return;
    add(event, isFile(event) ? `${describe(event)}\n${stderr.get(event.name) ?? ''}` : describe(event));
  });
  const ended = new Set<string>();
  stream.on('test:stderr', ({ file, message }) => stderr.set(file, (stderr.get(file) ?? '') + message));
  stream.on('test:diagnostic', (event) => {
    // The counts at the end come without a file.
    if (event.file !== undefined) printNote(event.message);
  });
  stream.on('test:summary', ({ file, duration_ms, success }) => {
    if (file === undefined) return;
    ended.add(file);
    printLine(success, `${relative(REPOSITORY, file)}: ${outcomes.length - counted} tests`, duration_ms);
    counted = outcomes.length;
  });
  // Nobody else reads the events as data.
  stream.resume();
  if (await fellSilent(stream, options)) {
    for (const file of options.files.filter((path) => !ended.has(path)))
      outcomes.push({
        name: 'comes to an end',
        where: relative(REPOSITORY, file),
        error: 'Given up: it hung, or the time for all tests was over.',
      });
  }
  return outcomes;
}

/** Waits for the end of the stream, or until it says nothing for so long, or the time is up. */
async function fellSilent(stream: TestsStream, { silenceMs, deadline }: Options): Promise<boolean> {
  const silence = Promise.withResolvers<true>();
  const timer = setTimeout(() => silence.resolve(true), silenceMs);
  stream.on('data', () => timer.refresh());
  deadline.addEventListener('abort', () => silence.resolve(true), { once: true });
  if (deadline.aborted) silence.resolve(true);
  try {
    return await Promise.race([silence.promise, finished(stream).then(() => false)]);
  } finally {
    clearTimeout(timer);
  }
}

/** Tests inside are reported right before the one around them, one level deeper. */
class Nesting {
  #last = 0;

  hadChildren({ nesting }: Finished): boolean {
    const deeper = this.#last > nesting;
    this.#last = nesting;
    return deeper;
  }
}

/** Each file is a test of its own to node, reported only when it failed by itself or nothing ran in it. */
function isFile({ name, file }: Finished): boolean {
  return file !== undefined && (isAbsolute(name) ? name : join(REPOSITORY, name)) === file;
}

function whereIs({ file, line }: Finished): string {
  return file === undefined ? '' : `${relative(REPOSITORY, file)}:${line ?? 1}`;
}

function failureType(event: EventData.TestFail): unknown {
  return (event.details.error as { readonly failureType?: unknown }).failureType;
}

function describe(event: EventData.TestFail): string {
  const { cause } = event.details.error;
  return stripVTControlCharacters(typeof cause === 'string' ? cause : inspect(cause, { depth: 8 }));
}
