import type { Effort } from './wire.ts';
import { WireFault } from './wire.ts';

/** `value` as an object to look into; anything else counts as an empty one. */
export function fields(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {};
}

export function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** The text in a message, however the format nests it: a string, `{text}`, `{content}`, `{parts}`, or a list of these. */
export function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  if (Array.isArray(value)) return value.map(textOf).filter(Boolean).join('\n');
  const { text, content, parts } = fields(value);
  return textOf(text ?? content ?? parts ?? '');
}

/** The system text and the rest of a list of `{role, content}` messages. */
export function splitMessages(value: unknown): { readonly system: string; readonly prompt: string } {
  const messages = list(value);
  const isSystem = (message: unknown) => ['system', 'developer'].includes(String(fields(message)['role']));
  return { system: textOf(messages.filter(isSystem)), prompt: textOf(messages.filter((message) => !isSystem(message))) };
}

export function requireText(value: unknown, param: string): string {
  if (typeof value === 'string' && value !== '') return value;
  throw new WireFault('bad-request', `${param}: a text is required`, param);
}

export function requireList(value: unknown, param: string): void {
  if (list(value).length === 0) throw new WireFault('bad-request', `${param}: a list with at least one entry is required`, param);
}

/** A limit on output tokens; `null` where none is set. */
export function tokenLimit(value: unknown, param: string): number | null {
  if (value === undefined || value === null) return null;
  if (typeof value === 'number' && Number.isInteger(value) && value > 0) return value;
  throw new WireFault('bad-request', `${param}: a whole number above 0 is required`, param);
}

const efforts: readonly Effort[] = ['minimal', 'low', 'medium', 'high'];

export function effortOf(value: unknown): Effort {
  return efforts.find((effort) => effort === value) ?? 'medium';
}
