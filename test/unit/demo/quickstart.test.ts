import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { quickstart } from '../../../src/core/demo/knowledge/quickstart.ts';
import { recall } from '../../../src/core/demo/knowledge/recall.ts';
import { demoModels } from '../../../src/core/demo/models.ts';
import { apiKinds, type Suite } from '../../../src/shared/model/suite.ts';
import { ask, exampleSuite, modelOf, questionOf, rehearse } from './rehearsal.ts';

let suite: Suite;
before(async () => {
  suite = await exampleSuite('quickstart.bench.yaml');
});

describe('the quickstart suite', () => {
  it('names demo models of every wire format, and a judge that is none of them', () => {
    const apis = suite.models.map(({ model }) => demoModels.find(({ id }) => id === model)?.api);
    assert.deepEqual(new Set(apis), new Set(apiKinds));
    assert.deepEqual(
      suite.graders.map(({ ref }) => ref),
      ['demo/arbiter'],
    );
    assert.ok(!suite.models.some(({ model }) => model === 'arbiter'));
  });

  it('has 22 questions of its own, one for each that the models remember, under its category', () => {
    const own = suite.cases.slice(0, quickstart.length);
    const remembered = own.map((spec) => recall(questionOf(suite.prompts[0], spec).prompt));
    assert.equal(own.length, 22);
    assert.deepEqual(new Set(remembered), new Set(quickstart));
    assert.deepEqual(
      remembered.map((known) => known?.topic),
      own.map(({ category }) => category),
    );
  });

  it('has 278 more in a file, each of which the models work out by themselves', () => {
    const rows = suite.cases.slice(quickstart.length);
    const known = rows.map((spec) => recall(questionOf(suite.prompts[0], spec).prompt));
    assert.equal(rows.length, 278);
    assert.ok(known.every((one) => one !== null && !quickstart.includes(one)));
    assert.equal(new Set(known.map((one) => one?.cue)).size, rows.length);
  });

  it('leaves room for every answer under its limit', () => {
    for (const { model, params } of suite.models) {
      for (const spec of suite.cases) {
        const { finish } = ask(modelOf(model), questionOf(suite.prompts[0], spec), 0, params.maxOutputTokens);
        assert.equal(finish, 'stop', `${model}: ${spec.name}`);
      }
    }
  });

  // Form goes round in three turns: what holds for these holds for every run.
  for (const turn of [0, 1, 2]) {
    it(`tells its story on a server that has run it ${turn} times: a best model, a cheaper one as good, a fast one that is worse`, async () => {
      const { pairs, recommendation, candidates } = await rehearse(suite, turn);
      const model = (id: string | null) => candidates.find((candidate) => candidate.id === id)?.model;
      const against = (a: string, b: string) => pairs.find((pair) => model(pair.a) === a && model(pair.b) === b);
      assert.equal(model(recommendation.bestQuality), 'atlas-large');
      assert.equal(model(recommendation.cheapestAsGood), 'atlas-mini');
      assert.equal(model(recommendation.cheapest), 'comet-flash');
      assert.equal(model(recommendation.fastest), 'comet-flash');
      assert.match(recommendation.headline, /as good as/);
      assert.ok((recommendation.saving?.low ?? 0) > 0.7, 'the saving is sure');
      assert.deepEqual(
        [against('atlas-mini', 'atlas-large')?.nonInferior, against('atlas-mini', 'atlas-large')?.verdict],
        [true, 'cannot-tell'],
      );
      assert.equal(against('comet-flash', 'atlas-large')?.verdict, 'worse');
      assert.equal(against('sonata', 'atlas-large')?.nonInferior, false);
      assert.equal(against('ponder', 'atlas-large')?.nonInferior, false);
    });
  }
});
