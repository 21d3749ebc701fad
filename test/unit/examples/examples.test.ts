import assert from 'node:assert/strict';
import { readdir } from 'node:fs/promises';
import { before, describe, it } from 'node:test';
import { isRight } from '../../../src/core/demo/judge.ts';
import { recall, remembered } from '../../../src/core/demo/knowledge/recall.ts';
import type { Knowledge } from '../../../src/core/demo/knowledge/spec.ts';
import { combine } from '../../../src/core/scorers/registry.ts';
import type { CaseSpec, Suite } from '../../../src/shared/model/suite.ts';
import { examples, exampleSuite, questionOf, scoresOf, type Question } from '../demo/rehearsal.ts';

const files = (await readdir(examples)).filter((name) => /\.bench\.(?:ya?ml|json)$/.test(name));

/** On real models only, and the one whose answers are measured by their length. */
const withoutAnswers = ['local-server.bench.yaml', 'mmlu-mini.bench.yaml', 'speed.bench.yaml'];

interface Asked {
  readonly spec: CaseSpec;
  readonly question: Question;
  readonly known: Knowledge;
}

function askedIn(suite: Suite): readonly Asked[] {
  return suite.cases.flatMap((spec) =>
    suite.prompts.map((prompt) => {
      const question = questionOf(prompt, spec);
      const known = recall(question.prompt);
      assert.ok(known, `nobody knows ${spec.name}`);
      return { spec, question, known };
    }),
  );
}

describe('the example suites', () => {
  it('are the ones that a user would look for', () => {
    const subjects = ['classification', 'coding', 'extraction', 'math', 'pairwise', 'quickstart', 'reasoning', 'refusal', 'speed'];
    for (const subject of [...subjects, 'support-replies']) assert.ok(files.some((file) => file.startsWith(`${subject}.bench.`)));
  });

  it('use every remembered question, and none that two suites would share', async () => {
    const suites = await Promise.all(files.filter((file) => !withoutAnswers.includes(file)).map(exampleSuite));
    const asked = suites.map((suite) => new Set(askedIn(suite).map(({ known }) => known)));
    const all = asked.flatMap((set) => [...set]);
    assert.equal(new Set(all).size, all.length);
    for (const known of remembered) assert.ok(all.includes(known), known.cue);
  });
});

for (const file of files.filter((file) => !withoutAnswers.includes(file))) {
  describe(file, () => {
    let suite: Suite;
    let asked: readonly Asked[];
    before(async () => {
      suite = await exampleSuite(file);
      asked = askedIn(suite);
    });

    it('runs at once: its models and judges are built in', () => {
      assert.deepEqual(new Set([...suite.models, ...suite.graders].map(({ provider }) => provider)), new Set(['demo']));
    });

    it('asks what one entry of the models’ knowledge knows, and no second', () => {
      for (const { spec, question } of asked) {
        const text = question.prompt.toLowerCase().replaceAll(/\s+/g, ' ');
        assert.ok(remembered.filter(({ cue }) => text.includes(cue)).length <= 1, spec.name);
      }
    });

    it('gives right answers full marks and lets no wrong one pass', async () => {
      // What is judged in pairs alone has no right answer.
      for (const { spec, question, known } of asked.filter(({ spec }) => spec.expect.some(({ scorer }) => scorer !== 'pairwise'))) {
        for (const text of known.right) {
          const { quality, passed } = combine(await scoresOf(spec, question, text));
          assert.ok(passed && (quality ?? 0) >= 0.9, `${spec.name}: ${text}`);
        }
        for (const text of known.wrong) {
          assert.equal(combine(await scoresOf(spec, question, text)).passed, false, `${spec.name}: ${text}`);
        }
      }
    });

    it('has right and wrong answers that can be told apart by who knows them', () => {
      for (const { known } of asked) {
        for (const text of known.right) assert.ok(isRight(known, text), text);
        for (const text of known.wrong) assert.ok(!isRight(known, text), text);
      }
    });
  });
}
