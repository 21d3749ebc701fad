import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { characterOf } from '../../../src/core/demo/characters.ts';
import { demoModels } from '../../../src/core/demo/models.ts';
import { apiKinds } from '../../../src/shared/model/suite.ts';

describe('the demo models', () => {
  it('speak every wire format among them, under ids of their own', () => {
    assert.deepEqual(new Set(demoModels.map(({ api }) => api)), new Set(apiKinds));
    assert.equal(new Set(demoModels.map(({ id }) => id)).size, demoModels.length);
  });

  for (const model of demoModels) {
    it(`${model.id} has words and a price of its own, and a character if it answers`, () => {
      assert.match(model.id, /^[a-z][a-z-]*$/);
      assert.equal(characterOf(model.id) !== null, model.kind === 'chat');
      assert.ok(model.title && model.description);
      const { price } = model;
      assert.ok(price.inputPerMTok > 0);
      assert.ok(model.kind === 'embedding' ? price.outputPerMTok === 0 : price.outputPerMTok > price.inputPerMTok);
      assert.deepEqual([price.source, price.matchedModel, price.exact], ['demo', model.id, true]);
    });
  }

  it('are not looked for among inherited names', () => assert.equal(characterOf('constructor'), null));
});
