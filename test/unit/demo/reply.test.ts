import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import * as fc from 'fast-check';
import { remembered } from '../../../src/core/demo/knowledge/recall.ts';
import { demoModels, type DemoModel } from '../../../src/core/demo/models.ts';
import { composeReply } from '../../../src/core/demo/reply.ts';
import { tokenize } from '../../../src/core/demo/tokens.ts';
import type { DemoRequest } from '../../../src/core/demo/wire.ts';

function ask(model: DemoModel, prompt: string, change: Partial<DemoRequest> = {}): DemoRequest {
  return { model: model.id, system: '', prompt, maxTokens: null, effort: 'medium', stream: true, includeUsage: true, ...change };
}

const chatModels = demoModels.filter(({ kind }) => kind === 'chat');
const anyModel = fc.constantFrom(...chatModels);
const anyPrompt = fc.oneof(fc.string(), fc.constantFrom(...remembered.map(({ cue }) => `Please: ${cue}?`)));
const anyTurn = fc.nat({ max: 50 });

describe('a reply', () => {
  it('depends on model, request and turn alone', () => {
    fc.assert(
      fc.property(anyModel, anyPrompt, anyTurn, (model, prompt, turn) => {
        assert.deepEqual(composeReply(model, ask(model, prompt), turn), composeReply(model, ask(model, prompt), turn));
      }),
    );
  });

  it('is as long as a prompt asks for, or as the limit allows', () => {
    for (const model of chatModels.filter(({ id }) => id !== 'ponder')) {
      const prompt = 'Write a story of at least 400 words about a walk.';
      const whole = composeReply(model, ask(model, prompt), 3);
      assert.equal(whole.text.split(' ').length, 400);
      assert.equal(whole.finish, 'stop');
      const cut = composeReply(model, ask(model, prompt, { maxTokens: 200 }), 3);
      assert.deepEqual([cut.outputTokens, cut.finish], [200, 'length']);
    }
  });

  it('has pieces in order of time that make up the text, the reasoning and the billed tokens', () => {
    fc.assert(
      fc.property(anyModel, anyPrompt, anyTurn, fc.option(fc.integer({ min: 1, max: 60 })), (model, prompt, turn, maxTokens) => {
        const reply = composeReply(model, ask(model, prompt, { maxTokens }), turn);
        const of = (kind: string) => reply.pieces.filter((piece) => piece.kind === kind);
        const times = [reply.opensAt, ...reply.pieces.map(({ at }) => at), reply.endsAt];
        assert.deepEqual(
          times,
          times.toSorted((a, b) => a - b),
        );
        assert.equal(
          of('text')
            .map(({ text }) => text)
            .join(''),
          reply.text,
        );
        assert.equal(
          of('reasoning')
            .map(({ text }) => text)
            .join(''),
          reply.reasoning,
        );
        assert.equal(reply.outputTokens - reply.reasoningTokens, tokenize(reply.text).length);
        assert.ok(reply.outputTokens <= (maxTokens ?? Infinity));
        assert.ok(reply.reasoningTokens >= tokenize(reply.reasoning).length);
      }),
    );
  });

  it('is cut at the limit, and says so', () => {
    for (const model of chatModels) {
      const whole = composeReply(model, ask(model, 'Who are you?'), 0);
      const cut = composeReply(model, ask(model, 'Who are you?', { maxTokens: whole.outputTokens - 1 }), 0);
      const fits = composeReply(model, ask(model, 'Who are you?', { maxTokens: whole.outputTokens }), 0);
      assert.deepEqual([whole.finish, cut.finish, fits.finish], ['stop', 'length', 'stop']);
      assert.ok(whole.text.startsWith(cut.text) && cut.text !== whole.text);
    }
  });

  it('varies from turn to turn in wording and in time', () => {
    for (const model of chatModels) {
      const replies = Array.from({ length: 20 }, (_, turn) => composeReply(model, ask(model, 'Who are you?'), turn));
      assert.ok(new Set(replies.map(({ text }) => text)).size > 1);
      assert.ok(new Set(replies.map(({ pieces }) => pieces[0]?.at)).size > 15);
    }
  });

  it('to a question that nobody taught it says what it is', () => {
    for (const model of chatModels) {
      const { text } = composeReply(model, ask(model, 'What is the capital of Norway?'), 0);
      assert.match(text, new RegExp(`${model.title}.*demo model|demo model.*${model.title}`));
    }
  });

  it('costs less thinking at less effort', () => {
    for (const model of chatModels.filter(({ api }) => api === 'openai-responses')) {
      const thinking = (effort: DemoRequest['effort']) =>
        composeReply(model, ask(model, 'Who are you?', { effort }), 0).reasoningTokens;
      assert.ok(thinking('minimal') < thinking('medium') && thinking('medium') < thinking('high'));
    }
  });

  it('is paced as its model is: the flash is faster than the large one, thinking delays the answer', () => {
    const medianFirst = (id: string, kind: 'text' | 'reasoning') => {
      const model = chatModels.find((model) => model.id === id);
      assert.ok(model);
      const firsts = Array.from({ length: 31 }, (_, turn) => {
        const first = composeReply(model, ask(model, 'Who are you?'), turn).pieces.find((piece) => piece.kind === kind);
        return first?.at ?? Number.NaN;
      });
      return firsts.toSorted((a, b) => a - b)[15] ?? Number.NaN;
    };
    assert.ok(medianFirst('comet-flash', 'text') < medianFirst('atlas-mini', 'text'));
    assert.ok(medianFirst('atlas-mini', 'text') < medianFirst('atlas-large', 'text'));
    assert.ok(medianFirst('ponder', 'text') > medianFirst('ponder', 'reasoning') + 100);
  });
});

describe('tokens', () => {
  it('joined are the text again', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => assert.equal(tokenize(text).join(''), text)));
  });
});
