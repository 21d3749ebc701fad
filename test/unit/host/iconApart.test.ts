import assert from 'node:assert/strict';
import { test } from 'node:test';
import { iconApart } from '../../../src/host/iconApart.ts';

test('the icon of a lens stands apart from its text by a space that the editor keeps', () => {
  assert.equal(iconApart('$(play) Run suite'), '$(play)\u00A0Run suite');
  assert.equal(iconApart('$(star-full) 4 of 5'), '$(star-full)\u00A04 of 5');
  assert.equal(iconApart('Run on…'), 'Run on…');
});
