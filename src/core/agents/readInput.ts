import type { z } from 'zod';
import { toolInputs, type ToolInput, type ToolName } from './inputs.ts';
import { AgentError } from './spec.ts';

/** Input as a model wrote it. Throws an `AgentError` that says what is wrong and what would be right. */
export function readInput<Name extends ToolName>(name: Name, input: unknown): ToolInput<Name> {
  const read = toolInputs[name].safeParse(input ?? {});
  if (read.success) return read.data as ToolInput<Name>;
  const faults = read.error.issues.slice(0, 5).map(faultText);
  throw new AgentError(`${name} was not carried out. ${faults.join(' ')} It takes: ${shape(name)}.`);
}

function faultText({ path, message }: z.core.$ZodIssue): string {
  const where = path.length === 0 ? '' : `${path.join('.')}: `;
  return `${where}${message.replace(/\.?$/, '.')}`;
}

/** `suite, models?, cases?, maxUsd?`. */
function shape(name: ToolName): string {
  const fields = Object.entries<z.ZodType>(toolInputs[name].shape);
  if (fields.length === 0) return 'nothing';
  return fields.map(([key, field]) => (field.safeParse(undefined).success ? `${key}?` : key)).join(', ');
}
