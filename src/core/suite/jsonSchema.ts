import * as z from 'zod';
import { suiteSchema } from './schema.ts';

type Node = z.core.JSONSchema.BaseSchema;

/** The JSON Schema (draft-07) of suite files that is shipped with the extension: validation, hover and completion in editors. */
export function suiteJsonSchema(): object {
  const schema = z.toJSONSchema(suiteSchema, {
    target: 'draft-07',
    io: 'input',
    override: ({ jsonSchema }) => tidy(jsonSchema),
  });
  return { $schema: schema.$schema, $id: 'urn:llm-bench:suite', ...schema };
}

/** Removes what says nothing to a reader: whole-number limits of the language, empty defaults, unions of plain types. */
function tidy(node: Node): void {
  if (node.maximum === Number.MAX_SAFE_INTEGER) delete node.maximum;
  if (node.minimum === Number.MIN_SAFE_INTEGER) delete node.minimum;
  const { default: preset } = node;
  if (typeof preset === 'object' && preset !== null && Object.keys(preset).length === 0) delete node.default;
  const plain = node.anyOf?.map((member) => (Object.keys(member).join() === 'type' ? member.type : undefined));
  if (plain?.every((type) => type !== undefined)) {
    delete node.anyOf;
    Object.assign(node, { type: plain });
  }
}
