import { expectation } from '../../suite/expectSchema.ts';
import type { ExpectationInput } from '../../suite/expectSchema.ts';
import type { ImportNotes } from '../notes.ts';
import { asList, asNumber, asRecord, asText } from '../values.ts';
import type { UnknownRecord } from '../values.ts';
import { isFile } from './files.ts';
import type { ConfigFiles } from './files.ts';
import { mappers } from './mappers.ts';
import type { Assertion, Graders, MapContext } from './mappers.ts';
import { short } from './templates.ts';
import { unmapped } from './unmapped.ts';

/** An entry of an `assert` list, and where it stands. */
export interface RawAssertion {
  readonly value: unknown;
  readonly place: string;
}

/** Turns promptfoo's assertions into expectations; what has no counterpart is noted. */
export class AssertionReader {
  readonly #templates: UnknownRecord;
  readonly #files: ConfigFiles;
  readonly #notes: ImportNotes;
  readonly #checks: MapContext['checks'];

  constructor(templates: unknown, files: ConfigFiles, notes: ImportNotes, checks: MapContext['checks']) {
    this.#checks = checks;
    this.#templates = asRecord(templates);
    this.#files = files;
    this.#notes = notes;
  }

  /** @param vars of the test that asks; `null` where many do */
  async read(asked: readonly RawAssertion[], vars: UnknownRecord | null, graders: Graders): Promise<ExpectationInput[]> {
    const expect: ExpectationInput[] = [];
    for (const { value, place } of asked) expect.push(...(await this.#one(this.#resolved(value), place, 1, vars, graders)));
    return expect;
  }

  #resolved(value: unknown): UnknownRecord {
    const record = asRecord(value);
    const name = asText(record.$ref)?.replace('#/assertionTemplates/', '');
    if (name === undefined || !Object.hasOwn(this.#templates, name)) return record;
    return { ...asRecord(this.#templates[name]), ...record };
  }

  async #one(
    record: UnknownRecord,
    place: string,
    share: number,
    vars: UnknownRecord | null,
    graders: Graders,
  ): Promise<ExpectationInput[]> {
    const weight = (asNumber(record.weight) ?? 1) * share;
    const named = asText(record.type) ?? '';
    if (!(weight > 0)) {
      this.#notes.leftOut(
        place,
        `${short(named)} has the weight 0, a mere measurement: cost and speed of every call are measured here anyway.`,
      );
      return [];
    }
    if (named === 'assert-set') return this.#set(record, place, weight, vars, graders);
    const not = named.startsWith('not-');
    const type = not ? named.slice(4) : named;
    const value = await this.#value(type, record.value, place);
    if (value === undefined && record.value !== undefined) return [];
    this.#tellOthers(record, place);
    const assertion: Assertion = { type, value, threshold: asNumber(record.threshold), provider: record.provider, place, vars };
    const mapped = await this.#mapped(assertion, graders);
    return mapped.flatMap((made) => {
      const entry: ExpectationInput = { ...made, ...(not ? { not } : {}), ...weighing((made.weight ?? 1) * weight) };
      if (expectation.safeParse(entry).success) return [entry];
      this.#notes.leftOut(place, `${short(named)} has a value that is not taken here: write the expectation anew.`);
      return [];
    });
  }

  async #mapped(assertion: Assertion, graders: Graders): Promise<readonly ExpectationInput[]> {
    const { type, place } = assertion;
    const mapper = Object.hasOwn(mappers, type) ? mappers[type] : undefined;
    if (mapper === undefined) {
      const advice = Object.hasOwn(unmapped, type) ? unmapped[type] : 'It has no counterpart here.';
      this.#notes.leftOut(
        place,
        type === '' ? 'An assertion without a type: give it one.' : `${short(type)} is not imported. ${advice}`,
      );
      return [];
    }
    const mapped = await mapper(assertion, { graders, notes: this.#notes, checks: this.#checks });
    if (!('fault' in mapped)) return mapped.expect;
    this.#notes.leftOut(place, mapped.fault);
    return [];
  }

  /** The members of a set, which share its weight; all must pass, as in a set without a threshold. */
  async #set(
    record: UnknownRecord,
    place: string,
    weight: number,
    vars: UnknownRecord | null,
    graders: Graders,
  ): Promise<ExpectationInput[]> {
    if (record.threshold !== undefined) {
      this.#notes.leftOut(
        `${place}.threshold`,
        'That only a part of a set must pass is not taken over: here a case passes when every expectation does.',
      );
    }
    const members = asList(record.assert).map((member) => this.#resolved(member));
    const total = members.reduce((sum, member) => sum + Math.max(0, asNumber(member.weight) ?? 1), 0);
    const expect: ExpectationInput[] = [];
    for (const [index, member] of members.entries()) {
      expect.push(...(await this.#one(member, `${place}.assert[${index}]`, weight / (total || 1), vars, graders)));
    }
    return expect;
  }

  /** A value as it stands, or as its file has it; `undefined` with a note where that cannot be had. */
  async #value(type: string, value: unknown, place: string): Promise<unknown> {
    if (type in unmapped) return value;
    if (Array.isArray(value)) {
      const read = await Promise.all(value.map((item) => (isFile(item) ? this.#files.text(item, place) : item)));
      return read.filter((item) => item !== null);
    }
    if (!isFile(value)) return value;
    if (/\.(?:json|ya?ml)$/i.test(value)) return this.#files.data(value, place);
    return (await this.#files.text(value, place)) ?? undefined;
  }

  #tellOthers(record: UnknownRecord, place: string): void {
    if (record.transform !== undefined || record.contextTransform !== undefined) {
      this.#notes.leftOut(
        place,
        'Its `transform` is not carried out: the answer is judged as it comes. Use a `javascript` expectation.',
      );
    }
    if (record.rubricPrompt !== undefined) {
      this.#notes.leftOut(
        place,
        'Its `rubricPrompt` is not taken over: judges have a fixed prompt here. Put what matters into the rubric.',
      );
    }
    if (record.metric !== undefined) {
      this.#notes.leftOut(
        place,
        'The names of metrics (`metric`) are not taken over: every expectation is shown by its own words.',
      );
    }
  }
}

/** Fractions are rounded to what a reader can check. */
function weighing(weight: number): { weight?: number } {
  return weight === 1 ? {} : { weight: Number(weight.toPrecision(4)) };
}
