import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CandidateId } from '../../../src/shared/model/ids.ts';
import type { ErrorActionOffer } from '../../../src/shared/protocol/panel.ts';
import { offeredActions } from '../../../webview/logic/errorActions.ts';

const failed = (id: string, provider: string) => ({ id: id as CandidateId, provider });
const offer = (id: string): ErrorActionOffer => ({
  candidateId: id as CandidateId,
  kind: 'authentication',
  actions: [
    { name: 'set-key', label: 'Set API Key…' },
    { name: 'disable-model', label: 'Disable Model…' },
  ],
});
const offers = ['a', 'b', 'c'].map(offer);
const labels = (...candidates: ReturnType<typeof failed>[]) =>
  offeredActions('authentication', candidates, offers).map(({ label, candidateId }) => [label, candidateId]);

test('a single model is offered everything', () => {
  assert.deepEqual(labels(failed('a', 'openai')), [
    ['Set API Key…', 'a'],
    ['Disable Model…', 'a'],
  ]);
});

test('of several models each provider is offered the first remedy once', () => {
  assert.deepEqual(labels(failed('a', 'openai'), failed('b', 'openai')), [['Set API Key…', 'a']]);
  assert.deepEqual(labels(failed('a', 'openai'), failed('b', 'openai'), failed('c', 'groq')), [
    ['Set API Key… · openai', 'a'],
    ['Set API Key… · groq', 'c'],
  ]);
});

test('an error that nothing was offered for has no button', () => {
  assert.deepEqual(offeredActions('timeout', [failed('a', 'openai')], offers), []);
});
