import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readBoardSettings, readRefreshSetting } from '../../../src/host/rankings/rankingSettings.ts';
import { refreshSettings } from '../../../src/core/rankings/refreshRule.ts';
import { rankingBoards } from '../../../src/shared/model/rankings.ts';
import { readManifest } from '../../tools/repository.ts';

interface Manifest {
  readonly contributes: {
    readonly configuration: {
      readonly properties: Readonly<
        Record<
          string,
          { readonly enum?: unknown; readonly scope?: string; readonly properties?: Readonly<Record<string, unknown>> }
        >
      >;
    };
  };
}

const { properties } = (readManifest() as Manifest).contributes.configuration;

test('a board can be switched off and be asked elsewhere; what is no such thing counts as not set', () => {
  assert.deepEqual(
    readBoardSettings({
      'artificial-analysis': { baseUrl: ' http://127.0.0.1:1/api/v2 ', enabled: true },
      'llm-stats': { baseUrl: 7, enabled: false },
      openrouter: 'no',
      other: { baseUrl: 'http://127.0.0.1:2' },
    }),
    { 'artificial-analysis': { baseUrl: 'http://127.0.0.1:1/api/v2' }, 'llm-stats': { enabled: false }, openrouter: {} },
  );
  assert.deepEqual(readBoardSettings(null), { 'artificial-analysis': {}, 'llm-stats': {}, openrouter: {} });
});

test('a refresh setting that is none is that of the rule', () => {
  assert.equal(readRefreshSetting('24h'), '24h');
  assert.equal(readRefreshSetting('hourly'), 'auto');
  assert.equal(readRefreshSetting(12), 'auto');
});

test('the settings page offers what is read, and no repository can set it', () => {
  assert.deepEqual(properties['llmBench.rankings.refresh']?.enum, refreshSettings);
  assert.deepEqual(Object.keys(properties['llmBench.rankings.boards']?.properties ?? {}), rankingBoards);
  for (const name of ['refresh', 'boards', 'minimalTestMaxUsd']) {
    assert.equal(properties[`llmBench.rankings.${name}`]?.scope, 'machine');
  }
});
