import { listText } from '../../../shared/comparisonText.ts';
import type { ScorerArgs } from '../../../shared/model/scorer.ts';
import { jsonAnswer } from '../jsonAnswer.ts';
import type { ScoredAnswer, Verdict01 } from '../spec.ts';
import { quote } from '../text.ts';
import type { ScriptEngine } from './engine.ts';
import { Sandbox, ScriptError, UnknownNameError } from './sandbox.ts';

/** Least score that passes, where the script does not say itself. */
const passingScore = 0.5;
const maxReason = 500;

/** Throws what the script did wrong; its result is a boolean, a number from 0 to 1, or an object with such a `score`. */
export async function scoreJavascript(
  answer: ScoredAnswer,
  args: ScorerArgs['javascript'],
  engine: ScriptEngine,
): Promise<Verdict01> {
  const sandbox = await Sandbox.open(engine, args);
  const globals = globalsOf(answer, args.vars);
  try {
    sandbox.define(globals);
    return readResult(sandbox, sandbox.run(args.code));
  } catch (error) {
    if (error instanceof UnknownNameError) {
      throw new ScriptError(`${error.message} ${namesText(globals, args.vars)}`, { cause: error });
    }
    if (error instanceof ScriptError) throw error;
    // The engine itself gave way: the thread's stack was used up, say.
    throw new ScriptError(`The script failed: ${error instanceof Error ? error.message : String(error)}.`, { cause: error });
  }
}

/** What a script can read. */
function globalsOf(answer: ScoredAnswer, vars: Readonly<Record<string, string>>): Readonly<Record<string, unknown>> {
  return {
    answer: answer.text,
    reasoning: answer.reasoning,
    vars,
    json: jsonAnswer(answer.text)?.value ?? null,
    latencyMs: answer.e2eMs,
    costUsd: answer.costUsd,
    outputTokens: answer.outputTokens,
  };
}

/** Not every one of a wide dataset. */
const mostNames = 12;

function namesText(globals: Readonly<Record<string, unknown>>, vars: Readonly<Record<string, string>>): string {
  const ofCase = Object.keys(vars);
  const named = listText(
    ofCase.map((name) => `vars.${name}`),
    mostNames,
  );
  return `There are ${Object.keys(globals).join(', ')}${ofCase.length === 0 ? '' : `; of the case ${named}`}.`;
}

type Handle = ReturnType<Sandbox['run']>;

function readResult(sandbox: Sandbox, result: Handle): Verdict01 {
  if (sandbox.kindOf(result) !== 'object') return passing(readScore(sandbox, result), null, '');
  const pass = sandbox.property(result, 'pass');
  const passed = sandbox.kindOf(pass) === 'boolean' ? sandbox.number(pass) === 1 : null;
  const reason = sandbox.text(sandbox.property(result, 'reason'), maxReason);
  return passing(readScore(sandbox, sandbox.property(result, 'score')), passed, reason);
}

function readScore(sandbox: Sandbox, handle: Handle): number {
  const kind = sandbox.kindOf(handle);
  const value = kind === 'number' || kind === 'boolean' ? sandbox.number(handle) : Number.NaN;
  if (value >= 0 && value <= 1) return value;
  const found = { number: String(value), string: quote(sandbox.text(handle, maxReason)) }[kind] ?? kind;
  throw new ScriptError(`The script's score must be true, false or a number from 0 to 1, not ${found}.`);
}

function passing(value: number, passed: boolean | null, reason: string): Verdict01 {
  return { value, passed: passed ?? value >= passingScore, reason: reason || `the script says ${value}` };
}
