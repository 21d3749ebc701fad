import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ModelListError } from '../../../src/core/catalog/listModels.ts';
import { modelsOf } from '../../../src/core/modelLists.ts';
import { costOf } from '../../../src/core/pricing/cost.ts';
import { brandServers } from '../../servers/brands/all.ts';
import { nameOf } from '../../servers/brands/spec.ts';
import { reach } from './harness.ts';

for (const brand of brandServers) {
  const { bill, list } = brand;
  const name = nameOf(brand);

  test(`${name}, price: ${bill.by === null ? 'nobody knows one, and the cost stays unknown' : `by ${bill.by}`}`, async (context) => {
    const { call, price } = await reach(context, brand);
    const { usage, reportedCostUsd } = await call();
    assert.equal(reportedCostUsd === null ? (price?.source ?? null) : 'reported', bill.by);
    const cost = costOf(usage, price, reportedCostUsd);
    assert.equal(cost.usd === null, bill.usd === null);
    assert.ok(Math.abs((cost.usd ?? 0) - (bill.usd ?? 0)) < 1e-15, `${cost.usd} USD, and by hand ${bill.usd}`);
    assert.equal(cost.estimated, bill.estimated);
  });

  test(`${name}, model list: ${list === null ? 'there is none, and it says so' : 'read to its end'}`, async (context) => {
    const { server, model, user, keys } = await reach(context, brand);
    const read = modelsOf(brand.id, { keys, user }, new AbortController().signal);
    if (list === null) return assert.rejects(read, ModelListError);
    const ids = (await read).map(({ id }) => id);
    assert.equal(new Set(ids).size, ids.length);
    const own = brand.key === null || brand.model !== null;
    assert.ok(own ? ids.length > 0 : ids.includes(model), `${model} is not in ${ids.join(', ')}`);
    const gets = server.requests.filter(({ method }) => method === 'GET');
    for (const request of gets) assert.ok(brand.authorized(request), 'the key is where the provider looks for it');
  });
}
