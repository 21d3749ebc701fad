import assert from 'node:assert/strict';
import { test } from 'node:test';
import { wayOnText } from '../../../src/core/cli/wayOn.ts';
import type { RunId } from '../../../src/shared/model/ids.ts';

const id = '718bf267-0000-4000-8000-000000000000' as RunId;

test('a run that was cut short says how to go on with it, one with failed calls how to call them again', () => {
  assert.equal(wayOnText({ id, status: 'cancelled' }, 0), 'To go on where it stopped: llm-bench resume 718bf267');
  assert.equal(wayOnText({ id, status: 'interrupted' }, 3), 'To go on where it stopped: llm-bench resume 718bf267');
  assert.equal(wayOnText({ id, status: 'finished' }, 3), 'To call again what failed: llm-bench retry 718bf267');
  assert.equal(wayOnText({ id, status: 'finished' }, 0), null);
});
