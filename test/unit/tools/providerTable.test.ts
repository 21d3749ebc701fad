import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { README, withTable } from '../../tools/providerTable.ts';

test("the README's table of providers says what the wire tests test", () => {
  const readme = readFileSync(README, 'utf8');
  assert.equal(readme, withTable(readme), 'run: node test/tools/providerTable.ts');
});
