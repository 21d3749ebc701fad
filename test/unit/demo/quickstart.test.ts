import assert from 'node:assert/strict';
import { readFile, realpath, stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { before, describe, it } from 'node:test';
import { knowledge, recall } from '../../../src/core/demo/knowledge.ts';
import { demoModels } from '../../../src/core/demo/models.ts';
import { composeReply } from '../../../src/core/demo/reply.ts';
import type { Reply } from '../../../src/core/demo/wire.ts';
import type { FileReader } from '../../../src/core/ports.ts';
import { costOf } from '../../../src/core/pricing/cost.ts';
import { compare } from '../../../src/core/report/comparison/compare.ts';
import { planRun, type Sample } from '../../../src/core/runner/plan.ts';
import { scoreAnswer } from '../../../src/core/scorers/registry.ts';
import type { ScoredAnswer } from '../../../src/core/scorers/spec.ts';
import { loadSuite } from '../../../src/core/suite/loadSuite.ts';
import { renderTemplate } from '../../../src/core/suite/template.ts';
import type { AttemptRecord } from '../../../src/shared/model/attempt.ts';
import type { Comparison } from '../../../src/shared/model/comparison.ts';
import type { AttemptId, RunId } from '../../../src/shared/model/ids.ts';
import type { RunRecord } from '../../../src/shared/model/run.ts';
import type { CaseSpec, Suite } from '../../../src/shared/model/suite.ts';
import { unknownUsage } from '../../../src/shared/model/usage.ts';

const examples = resolve(import.meta.dirname, '../../../examples');
const path = resolve(examples, 'quickstart.bench.yaml');
const disk: FileReader = {
  readText: (path) => readFile(path, 'utf8'),
  size: async (path) => (await stat(path)).size,
  realPath: (path) => realpath(path),
};

let suite: Suite;
before(async () => {
  const loaded = await loadSuite(path, examples, disk, { knownProviders: ['demo'] });
  assert.deepEqual(loaded.problems, []);
  assert.ok(loaded.suite);
  suite = loaded.suite;
});

const questionOf = (spec: CaseSpec) => renderTemplate(suite.prompts[0]?.template ?? '', spec.vars);

function scored(text: string): ScoredAnswer {
  return { text, reasoning: '', e2eMs: null, ttftMs: null, costUsd: null, outputTokens: null };
}

describe('the quickstart suite', () => {
  it('names demo models of every wire format', () => {
    const apis = suite.models.map(({ model }) => demoModels.find(({ id }) => id === model)?.api);
    assert.deepEqual(new Set(apis), new Set(demoModels.map(({ api }) => api)));
  });

  it('asks what the demo models know, each question once, and nothing else', () => {
    const recalled = suite.cases.map((spec) => recall(questionOf(spec)));
    assert.deepEqual(
      recalled.map((known) => known?.topic),
      suite.cases.map(({ category }) => category),
    );
    assert.deepEqual(new Set(recalled), new Set(knowledge));
    for (const spec of suite.cases) {
      const question = questionOf(spec).toLowerCase();
      assert.deepEqual(knowledge.filter(({ cue }) => question.includes(cue)).length, 1, spec.name);
    }
  });

  it('passes every right answer in full, and no wrong one', () => {
    for (const spec of suite.cases) {
      const known = recall(questionOf(spec));
      for (const text of known?.right ?? [])
        assert.equal(scoreAnswer(scored(text), spec.expect).quality, 1, `${spec.name}: ${text}`);
      for (const text of known?.wrong ?? [])
        assert.equal(scoreAnswer(scored(text), spec.expect).passed, false, `${spec.name}: ${text}`);
    }
  });

  it('tells its story: a best model, a cheaper one as good, a fast one that is worse, two that nobody can tell', () => {
    const { pairs, recommendation, candidates } = rehearse();
    const model = (id: string | null) => candidates.find((candidate) => candidate.id === id)?.model;
    const verdicts = Object.fromEntries(pairs.map(({ a, b, verdict }) => [`${model(a)} / ${model(b)}`, verdict]));
    assert.equal(model(recommendation.bestQuality), 'atlas-large');
    assert.equal(model(recommendation.cheapestAsGood), 'atlas-mini');
    assert.equal(model(recommendation.cheapest), 'comet-flash');
    assert.equal(model(recommendation.fastest), 'comet-flash');
    assert.ok((recommendation.saving ?? 0) > 0.5);
    assert.deepEqual(verdicts, {
      'atlas-mini / atlas-large': 'cannot-tell',
      'sonata / atlas-large': 'cannot-tell',
      'comet-flash / atlas-large': 'worse',
      'ponder / atlas-large': 'cannot-tell',
    });
  });
});

/** The comparison of a run in which every call takes exactly the time that its reply is written for. */
function rehearse(): Comparison {
  const plan = planRun(suite);
  const samples = [...plan.queues.values()].flat();
  const run: RunRecord = {
    id: 'run' as RunId,
    name: suite.name,
    triggeredBy: 'test',
    suiteName: suite.name,
    suitePath: 'examples/quickstart.bench.yaml',
    suiteHash: suite.hash,
    startedAt: '2026-01-01T00:00:00.000Z',
    finishedAt: '2026-01-01T00:00:15.000Z',
    status: 'finished',
    statusMessage: null,
    plannedSamples: plan.plannedSamples,
    toolVersion: '0.0.0',
    harness: null,
    baselineAt: null,
    extensions: 0,
  };
  return compare(run, { suite, candidates: plan.candidates, prices: {} }, samples.map(attemptOf));
}

function attemptOf(sample: Sample): AttemptRecord {
  const model = demoModels.find(({ id }) => id === sample.model.model);
  assert.ok(model);
  const reply = composeReply(
    model,
    {
      model: model.id,
      system: sample.prompt.system ?? '',
      prompt: questionOf(sample.case),
      maxTokens: sample.model.params.maxOutputTokens ?? null,
      effort: 'medium',
      stream: true,
      includeUsage: true,
    },
    sample.repeat - 1,
  );
  assert.equal(reply.finish, 'stop', 'the limit of the suite leaves room for every answer');
  const { inputTokens, outputTokens, reasoningTokens } = reply;
  const usage = { ...unknownUsage, inputTokens, outputTokens, reasoningTokens };
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
    ...scoreAnswer(scored(reply.text), sample.case.expect),
    error: null,
    finishReason: 'stop',
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
