import { readFile, realpath, stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { cosine, embed } from '../../../src/core/demo/embeddings.ts';
import { demoModels, type DemoModel } from '../../../src/core/demo/models.ts';
import { composeReply } from '../../../src/core/demo/reply.ts';
import type { Reply } from '../../../src/core/demo/wire.ts';
import type { FileReader } from '../../../src/core/ports.ts';
import { costOf } from '../../../src/core/pricing/cost.ts';
import { compare } from '../../../src/core/report/comparison/compare.ts';
import { judgePrompt, type JudgePrompt } from '../../../src/core/runner/grading/judgePrompt.ts';
import { readGrade } from '../../../src/core/runner/grading/judgeReply.ts';
import { planRun, type Sample } from '../../../src/core/runner/plan.ts';
import { loadScriptEngine } from '../../../src/core/scorers/javascript/engine.ts';
import { combine, scoreInline, scoreOf } from '../../../src/core/scorers/registry.ts';
import type { ScoredAnswer } from '../../../src/core/scorers/spec.ts';
import { createScoringFunctions } from '../../../src/core/scorers/threadScorers.ts';
import { loadSuite } from '../../../src/core/suite/loadSuite.ts';
import { renderTemplate } from '../../../src/core/suite/template.ts';
import { suiteOptions } from '../../../src/core/suiteOptions.ts';
import type { AttemptRecord, Score } from '../../../src/shared/model/attempt.ts';
import type { Comparison } from '../../../src/shared/model/comparison.ts';
import type { AttemptId, RunId } from '../../../src/shared/model/ids.ts';
import type { RunRecord } from '../../../src/shared/model/run.ts';
import type { ScorerSpec } from '../../../src/shared/model/scorer.ts';
import type { CaseSpec, PromptSpec, Suite } from '../../../src/shared/model/suite.ts';
import { unknownUsage } from '../../../src/shared/model/usage.ts';

/** Runs of the example suites without sockets: each call takes exactly the time that its reply is written for. */

export const examples = resolve(import.meta.dirname, '../../../examples');

const disk: FileReader = {
  readText: (path) => readFile(path, 'utf8'),
  size: async (path) => (await stat(path)).size,
  realPath: (path) => realpath(path),
};

/** Rejects where the suite has a problem, be it a warning. */
export async function exampleSuite(file: string): Promise<Suite> {
  const { suite, problems } = await loadSuite(resolve(examples, file), examples, disk, suiteOptions);
  if (suite && isDeepStrictEqual(problems, [])) return suite;
  throw new Error(`${file}: ${JSON.stringify(problems)}`);
}

export interface Question {
  readonly system: string;
  readonly prompt: string;
}

export function questionOf(prompt: PromptSpec | undefined, { vars }: CaseSpec): Question {
  return { system: renderTemplate(prompt?.system ?? '', vars), prompt: renderTemplate(prompt?.template ?? '', vars) };
}

export function modelOf(id: string): DemoModel {
  const model = demoModels.find((model) => model.id === id);
  if (!model) throw new Error(`There is no demo model ${id}`);
  return model;
}

export function ask(model: DemoModel, question: Question, turn: number, maxTokens: number | null = null): Reply {
  return composeReply(
    model,
    { model: model.id, ...question, maxTokens, effort: 'medium', stream: true, includeUsage: true },
    turn,
  );
}

export function askJudge(id: string, { system, prompt }: JudgePrompt): string {
  return ask(modelOf(id), { system, prompt }, 0).text;
}

const thread = createScoringFunctions(() =>
  loadScriptEngine(new URL(import.meta.resolve('@jitl/quickjs-ng-wasmfile-release-sync/wasm'))),
);

/** By all that the case expects, save what takes several answers. */
export async function scoresOf(spec: CaseSpec, question: Question, text: string): Promise<readonly Score[]> {
  const answer = { text, reasoning: '', e2eMs: 500, ttftMs: 200, costUsd: 0.0001, outputTokens: 20 };
  const scores = await Promise.all(spec.expect.map((expect) => scoreOne(answer, expect, question)));
  return scores.flat();
}

async function scoreOne(answer: ScoredAnswer, expect: ScorerSpec, { system, prompt }: Question): Promise<readonly Score[]> {
  const { scorer } = expect;
  if (scorer === 'pairwise') return [];
  if (scorer === 'similarity' || scorer === 'javascript') return [scoreOf(expect, await thread.score(answer, expect))];
  if (scorer === 'embedding') return [scoreFrom(expect, cosine(embed(answer.text), embed(expect.args.value)))];
  if (scorer !== 'judge') return scoreInline(answer, [expect]);
  const { rubric, reference, judges } = expect.args;
  const matter = judgePrompt({ task: `${system}\n\n${prompt}`, answer: answer.text, reference, rubric });
  return judges.map((ref) => scoreFrom(expect, gradeOf(askJudge(ref.replace('demo/', ''), matter))));
}

function scoreFrom(expect: Extract<ScorerSpec, { scorer: 'embedding' | 'judge' }>, value: number): Score {
  return scoreOf(expect, { value, passed: value >= expect.args.threshold, reason: '' });
}

function gradeOf(reply: string): number {
  const grade = readGrade(reply);
  if (!grade.ok) throw new Error(grade.reason);
  return (grade.value - 1) / 4;
}

/** The comparison of a run on a server that has answered each question `turn` times before. */
export async function rehearse(suite: Suite, turn: number): Promise<Comparison> {
  const plan = planRun(suite);
  const samples = plan.queues.flat();
  const run: RunRecord = {
    id: 'run' as RunId,
    name: suite.name,
    triggeredBy: 'test',
    suiteName: suite.name,
    suitePath: 'examples/quickstart.bench.yaml',
    suiteHash: suite.hash,
    startedAt: '2026-01-01T00:00:00.000Z',
    finishedAt: '2026-01-01T00:00:20.000Z',
    status: 'finished',
    statusMessage: null,
    plannedSamples: plan.plannedSamples,
    toolVersion: '0.0.0',
    harness: null,
    baselineAt: null,
    extensions: 0,
  };
  const attempts = await Promise.all(samples.map((sample) => attemptOf(sample, suite, turn)));
  return compare(run, { suite, candidates: plan.candidates, prices: {} }, attempts);
}

async function attemptOf(sample: Sample, suite: Suite, turn: number): Promise<AttemptRecord> {
  const model = modelOf(sample.model.model);
  const question = questionOf(sample.prompt, sample.case);
  const reply = ask(model, question, turn + sample.repeat - 1, sample.model.params.maxOutputTokens ?? null);
  const { inputTokens, outputTokens, reasoningTokens, finish } = reply;
  const usage = { ...unknownUsage, inputTokens, outputTokens, reasoningTokens };
  const scores = await scoresOf(sample.case, question, reply.text);
  return {
    id: sample.id as string as AttemptId,
    runId: 'run' as RunId,
    sampleId: sample.id,
    candidateId: sample.candidate.id,
    provider: 'demo',
    model: model.id,
    responseModel: model.id,
    api: 'openai-chat',
    adapted: [],
    promptId: sample.prompt.id,
    caseId: sample.case.id,
    category: sample.case.category,
    repeat: sample.repeat,
    attempt: 1,
    final: true,
    warmup: false,
    status: 'ok',
    startedAt: '2026-01-01T00:00:00.000Z',
    timing: timingOf(reply),
    concurrency: suite.concurrency,
    requestedTokens: null,
    usage,
    usageSource: 'provider',
    cost: costOf(usage, model.price, null),
    scores,
    ...combine(scores),
    error: null,
    finishReason: finish,
    requestId: null,
    contaminated: false,
  };
}

function timingOf({ pieces, endsAt }: Reply): AttemptRecord['timing'] {
  return {
    queueMs: 0,
    backoffMs: 0,
    ttftMs: pieces[0]?.at ?? null,
    ttfaMs: pieces.find(({ kind }) => kind === 'text')?.at ?? null,
    e2eMs: pieces.at(-1)?.at ?? null,
    tpotMs: null,
    decodeTokensPerSecond: null,
    e2eTokensPerSecond: null,
    totalMs: endsAt,
  };
}
