import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { recall } from '../../../src/core/demo/knowledge/recall.ts';
import { minimalPrompts } from '../../../src/core/rankings/minimal/prompts.ts';
import { minimalSuiteText } from '../../../src/core/rankings/minimal/suiteText.ts';
import { combine } from '../../../src/core/scorers/registry.ts';
import { loadSuite } from '../../../src/core/suite/loadSuite.ts';
import { suiteOptions } from '../../../src/core/suiteOptions.ts';
import { rankingCategories } from '../../../src/shared/model/rankings.ts';
import type { CaseSpec, Suite } from '../../../src/shared/model/suite.ts';
import { questionOf, scoresOf } from '../demo/rehearsal.ts';
import { possibleAnswers, type PossibleAnswers } from './minimalAnswers.ts';

const noFile = (path: string): Promise<never> => Promise.reject(new Error(path));

async function minimalSuite(categories = rankingCategories as readonly (typeof rankingCategories)[number][]): Promise<Suite> {
  const text = minimalSuiteText(categories, ['demo/atlas-mini', 'demo/sonata']);
  const reader = { readText: noFile, size: noFile, realPath: noFile };
  const { suite, problems } = await loadSuite('/minimal.bench.json', '/', reader, suiteOptions, text);
  assert.deepEqual(problems, []);
  assert.ok(suite);
  return suite;
}

describe('the minimal test', () => {
  let suite: Suite;
  before(async () => {
    suite = await minimalSuite();
  });

  it('is a suite without a fault, with three short questions for each category', () => {
    for (const category of rankingCategories) {
      assert.equal(suite.cases.filter((one) => one.category === category).length, 3, category);
    }
    for (const { prompt, name } of minimalPrompts) assert.ok(prompt.length < 1200, name);
  });

  it('asks only what is wanted, one category after the other', async () => {
    const { cases } = await minimalSuite(['math', 'coding']);
    assert.deepEqual(
      cases.map(({ category }) => category),
      ['math', 'math', 'math', 'coding', 'coding', 'coding'],
    );
  });

  it('has one expectation a question, and none that looks at length, time or cost', () => {
    for (const { expect, name } of suite.cases) {
      assert.equal(expect.length, 1, name);
      assert.ok(!expect.some(({ scorer }) => ['length', 'latency', 'cost', 'judge', 'pairwise'].includes(scorer)), name);
    }
  });

  for (const { name } of minimalPrompts) {
    const answers = answersTo(name);
    it(`“${name}” gives right answers 1, however long, and all others 0`, async () => {
      const spec = suite.cases.find((one) => one.name === name);
      assert.ok(spec);
      for (const text of answers.right) assert.equal(await qualityOf(spec, text), 1, text);
      for (const text of answers.wrong) assert.equal(await qualityOf(spec, text), 0, text);
      for (const text of longAndWrong(answers)) assert.equal(await qualityOf(spec, text), 0, 'merely long');
    });
  }

  it('is known to the demo models, so that it can be tried without a key', async () => {
    const cues = new Set<string>();
    for (const spec of suite.cases) {
      const known = recall(questionOf(suite.prompts[0], spec).prompt);
      assert.ok(known, spec.name);
      cues.add(known.cue);
      for (const text of known.right) assert.equal(await qualityOf(spec, text), 1, text);
      for (const text of known.wrong) assert.equal(await qualityOf(spec, text), 0, text);
    }
    assert.equal(cues.size, suite.cases.length);
  });

  async function qualityOf(spec: CaseSpec, text: string): Promise<number | null> {
    return combine(await scoresOf(spec, questionOf(suite.prompts[0], spec), text)).quality;
  }
});

function answersTo(name: string): PossibleAnswers {
  const answers = possibleAnswers[name];
  if (!answers) throw new Error(`Nobody has written answers to ${name}`);
  return answers;
}

const padding = 'This is a question that deserves careful thought, and there is much to be said about it. '.repeat(60);

function longAndWrong({ wrong }: PossibleAnswers): string[] {
  return [padding, ...wrong.slice(0, 1).map((text) => `${padding}\n\n${text}`), ''];
}

describe('the questions with one right answer', () => {
  it('have the answers that working them out gives', async () => {
    assert.equal(callsOf(7), 19);
    assert.equal(numbersTo(1000).filter((n) => (n % 6 === 0) !== (n % 10 === 0)).length, 200);
    assert.equal((3n ** 47n + 4n ** 47n) % 100n, 71n);
    assert.equal((0.75 / (1 / 6 + 1 / 4 - 1 / 12)) * 60, 135);
    assert.equal((6.5 * 60 * 60) / 65, 360);
    assert.equal(new Date(Date.UTC(2026, 1, 26 + 23)).toISOString().slice(0, 10), '2026-03-21');
    assert.equal(await printed(), 'x 0 10 20 0 1 2');
  });

  it('leave one way only for the four visits', () => {
    const orders = permutations(['Una', 'Vic', 'Wes', 'Xia']).filter((order) => {
      const day = (name: string) => order.indexOf(name);
      return day('Una') > day('Vic') + 1 && day('Xia') === day('Wes') + 1 && day('Xia') !== 3;
    });
    assert.deepEqual(orders, [['Vic', 'Wes', 'Xia', 'Una']]);
  });

  it('leave P in the middle of the pile', () => {
    let pile: (string | undefined)[] = ['Q', 'R', 'S', 'T', 'P'];
    pile = [...pile.slice(0, 3).toReversed(), ...pile.slice(3)];
    pile = [...pile.slice(4), ...pile.slice(0, 4)];
    [pile[0], pile[2]] = [pile[2], pile[0]];
    assert.equal(pile[2], 'P');
  });
});

function callsOf(n: number): number {
  return 1 + (n > 1 ? callsOf(n - 1) + (n % 2 === 0 ? callsOf(n - 2) : 0) : 0);
}

function numbersTo(last: number): number[] {
  return Array.from({ length: last }, (_, index) => index + 1);
}

/** The question's own program, with a promise in place of its last timer. */
async function printed(): Promise<string> {
  const out: unknown[] = [];
  const timers = [0, 1, 2].map((i) => {
    const timer = new Promise<void>((done) => {
      setTimeout(() => {
        out.push(i);
        done();
      }, 0);
    });
    void Promise.resolve().then(() => out.push(i * 10));
    return timer;
  });
  out.push('x');
  await Promise.all(timers);
  return out.join(' ');
}

function permutations(items: readonly string[]): string[][] {
  if (items.length === 0) return [[]];
  return items.flatMap((item) => permutations(items.filter((other) => other !== item)).map((rest) => [item, ...rest]));
}
