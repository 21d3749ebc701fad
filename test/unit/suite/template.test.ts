import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { renderTemplate, templateVariables } from '../../../src/core/suite/template.ts';

test('a template takes its variables, spaces and paths included', () => {
  const vars = { name: 'Ada', 'a.b': 'deep', 'full name': 'Ada L.' };
  assert.equal(renderTemplate('{{name}} {{ name }} {{a.b}} {{full name}}', vars), 'Ada Ada deep Ada L.');
});

test('a backslash keeps two braces as they are', () => {
  assert.equal(renderTemplate('\\{{name}} {{name}}', { name: 'x' }), '{{name}} x');
  assert.deepEqual(templateVariables('\\{{name}}'), []);
});

test('braces that name nothing stay', () => {
  assert.equal(renderTemplate('{{}} {{ }} {a} }} {{', {}), '{{}} {{ }} {a} }} {{');
});

test('a variable without a value is a mistake of the caller', () => {
  assert.throws(() => renderTemplate('{{name}}', {}), /name/);
  assert.throws(() => renderTemplate('{{constructor}}', {}), /constructor/);
});

test('variables are found where they stand', () => {
  assert.deepEqual(templateVariables('a {{b}} {{{c}}}'), [
    { name: 'b', offset: 2, length: 5 },
    { name: 'c', offset: 9, length: 5 },
  ]);
});

test('a value is never expanded again, whatever is in it', () => {
  const value = fc.oneof(fc.string(), fc.constantFrom('{{a}}', '{{b}}', '\\{{', '$&', '$1', '{{', '}}'));
  fc.assert(
    fc.property(value, value, (a, b) => {
      assert.equal(renderTemplate('<{{a}}|{{b}}>', { a, b }), `<${a}|${b}>`);
    }),
  );
});

test('rendering any template leaves only what its variables do not cover', () => {
  const piece = fc.constantFrom('{', '}', '{{', '}}', '\\', 'a', ' ', '{{a}}', '\n');
  fc.assert(
    fc.property(fc.array(piece), (pieces) => {
      const template = pieces.join('');
      const names = templateVariables(template);
      for (const { name, offset, length } of names) {
        assert.equal(
          template
            .slice(offset, offset + length)
            .slice(2, -2)
            .trim(),
          name,
        );
      }
      const vars = Object.fromEntries(names.map(({ name }) => [name, '']));
      assert.ok(renderTemplate(template, vars).length <= template.length);
    }),
  );
});
