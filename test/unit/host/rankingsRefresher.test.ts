import assert from 'node:assert/strict';
import { afterEach, beforeEach, mock, test } from 'node:test';
import { Refresher } from '../../../src/host/rankings/refresher.ts';
import { Emitter } from '../../../src/shared/base/emitter.ts';
import type { RankingAnswer } from '../../../src/shared/model/rankings.ts';

const hourMs = 3_600_000;
const begin = Date.parse('2026-11-21T10:00:00.000Z');

beforeEach(() => mock.timers.enable({ apis: ['setTimeout', 'Date'], now: begin }));
afterEach(() => mock.timers.reset());

/** Lets what was awaited go on. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 20; turn++) await Promise.resolve();
}

async function pass(ms: number): Promise<void> {
  for (let left = ms; left > 0; left -= 60_000) {
    mock.timers.tick(Math.min(60_000, left));
    await settle();
  }
}

class Fake {
  used = true;
  mayAsk = true;
  /** In ms since the epoch; `null`: switched off. */
  due: number | null = begin + 12 * hourMs;
  intervalMs = 12 * hourMs;
  fails = false;
  opened = 0;
  readonly refreshedAt: number[] = [];
  readonly told: (readonly RankingAnswer[])[] = [];
  readonly warnings: string[] = [];
  readonly changes = new Emitter<void>();
  readonly focus = new Emitter<void>();
  readonly refresher: Refresher;

  constructor() {
    this.refresher = new Refresher({
      rankings: {
        onDidChange: this.changes.event,
        isUsed: () => Promise.resolve(this.used),
        nextRefresh: () => {
          this.opened++;
          return Promise.resolve(this.due === null ? null : new Date(this.due));
        },
        refresh: (trigger) => {
          assert.equal(trigger, 'schedule');
          this.refreshedAt.push(Date.now() - begin);
          if (this.fails) return Promise.reject(new Error('The disk is full'));
          this.due = Date.now() + this.intervalMs;
          this.changes.fire();
          return Promise.resolve([]);
        },
      },
      onDidGetFocus: this.focus.event,
      mayAsk: () => this.mayAsk,
      tell: (answers) => this.told.push(answers),
      log: { warn: (message) => this.warnings.push(message) },
      now: () => new Date(),
    });
  }
}

function isNear(ms: number | undefined, wanted: number): void {
  assert.ok(ms !== undefined && ms >= wanted && ms <= wanted + 120_000, `${ms} is not soon after ${wanted}`);
}

test('rankings that are due are asked for again, and then each time they are due', async () => {
  const fake = new Fake();
  await pass(25 * hourMs);
  assert.equal(fake.refreshedAt.length, 2);
  isNear(fake.refreshedAt[0], 12 * hourMs);
  isNear(fake.refreshedAt[1], 24 * hourMs);
  assert.equal(fake.told.length, 2);
});

test('what is overdue waits until the window has settled, and no longer', async () => {
  const fake = new Fake();
  fake.due = begin - hourMs;
  mock.timers.tick(29_000);
  await settle();
  assert.deepEqual(fake.refreshedAt, []);
  mock.timers.tick(1_000);
  await settle();
  assert.deepEqual(fake.refreshedAt, [30_000]);
});

test('nothing is loaded and nobody asked before rankings were used', async () => {
  const fake = new Fake();
  fake.used = false;
  fake.due = begin;
  await pass(48 * hourMs);
  assert.deepEqual([fake.opened, fake.refreshedAt.length], [0, 0]);
  fake.used = true;
  fake.focus.fire();
  await settle();
  await pass(2 * 60_000);
  assert.equal(fake.refreshedAt.length, 1, 'another window has used them');
});

test('nobody is asked in Restricted Mode', async () => {
  const fake = new Fake();
  fake.mayAsk = false;
  fake.due = begin;
  await pass(24 * hourMs);
  assert.deepEqual([fake.opened, fake.refreshedAt.length], [0, 0]);
});

test('switched off, it rests; switched on again, it goes on', async () => {
  const fake = new Fake();
  fake.due = null;
  await pass(48 * hourMs);
  assert.deepEqual(fake.refreshedAt, []);
  fake.due = begin;
  fake.changes.fire();
  await settle();
  await pass(2 * 60_000);
  assert.equal(fake.refreshedAt.length, 1);
});

test('what another window has just fetched is not fetched again', async () => {
  const fake = new Fake();
  await pass(11 * hourMs);
  fake.due = begin + 23 * hourMs;
  fake.changes.fire();
  await settle();
  await pass(11 * hourMs);
  assert.deepEqual(fake.refreshedAt, []);
});

test('a refresh that fails is logged and tried again, at most once a minute', async () => {
  const fake = new Fake();
  fake.fails = true;
  fake.due = begin;
  await pass(10 * 60_000);
  assert.ok(fake.refreshedAt.length >= 2 && fake.refreshedAt.length <= 10, String(fake.refreshedAt.length));
  assert.match(fake.warnings[0] ?? '', /could not be refreshed: .*The disk is full/);
  assert.deepEqual(fake.told, []);
});

test('a window that gets the focus again and again does not put off what is due', async () => {
  const fake = new Fake();
  fake.due = begin;
  for (let turn = 0; turn < 12; turn++) {
    mock.timers.tick(20_000);
    await settle();
    fake.focus.fire();
    await settle();
  }
  assert.ok(fake.refreshedAt.length >= 1);
});

test('after the machine has slept, the focus brings soon what is due', async () => {
  const fake = new Fake();
  await pass(hourMs);
  mock.timers.setTime(begin + 14 * hourMs);
  fake.focus.fire();
  await settle();
  await pass(60_000);
  assert.equal(fake.refreshedAt.length, 1);
});

test('once disposed it never asks again', async () => {
  const fake = new Fake();
  fake.due = begin;
  fake.refresher.dispose();
  await pass(24 * hourMs);
  fake.focus.fire();
  await settle();
  await pass(hourMs);
  assert.deepEqual(fake.refreshedAt, []);
});
