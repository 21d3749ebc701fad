import type { ImportNotes } from '../notes.ts';
import { asList, asRecord } from '../values.ts';
import { isFile } from './files.ts';
import type { ConfigFiles } from './files.ts';
import type { RawTest, TestReader } from './tests.ts';

/** Every test of a scenario with every set of its data. */
export async function scenarioTests(
  value: unknown,
  tests: TestReader,
  files: ConfigFiles,
  notes: ImportNotes,
): Promise<RawTest[]> {
  const made: RawTest[] = [];
  for (const [index, written] of asList(value).entries()) {
    const place = `scenarios[${index}]`;
    const scenario = asRecord(isFile(written) ? await files.data(written, place) : written);
    const sets = asList(scenario.config).map(asRecord);
    if (sets.some((set) => set.$values !== undefined || set.$expand !== undefined)) {
      notes.leftOut(`${place}.config`, 'Data from `$values` is not looked up: write it into the scenario.');
    }
    const read = (await tests.read(scenario.tests, `${place}.tests`)).flatMap((test) => ('tests' in test ? test.tests : [test]));
    for (const [number, set] of sets.filter(({ $values, $expand }) => $values === undefined && $expand === undefined).entries()) {
      const data = await tests.test(set, `${place}.config[${number}]`);
      made.push(...read.map((test) => joined(data, test)));
    }
  }
  return made;
}

function joined(data: RawTest, test: RawTest): RawTest {
  const name = [data.name, test.name].filter((part) => part !== null).join(': ');
  return {
    ...test,
    name: name === '' ? null : name,
    category: test.category ?? data.category,
    vars: { ...data.vars, ...test.vars },
    asserts: [...data.asserts, ...test.asserts],
    grader: test.grader ?? data.grader,
  };
}
