export interface SseEvent {
  /** The `event:` line, where there is one. */
  readonly name: string | null;
  readonly data: string;
}

export function parseSse(text: string): SseEvent[] {
  return text
    .split(/\r?\n\r?\n/)
    .filter((block) => block !== '')
    .map((block) => {
      const lines = block.split(/\r?\n/);
      const value = (field: string) => lines.find((line) => line.startsWith(`${field}: `))?.slice(field.length + 2);
      return { name: value('event') ?? null, data: value('data') ?? '' };
    });
}

/** What lies at a dotted path; `undefined` where there is nothing. */
export function at(value: unknown, path: string): unknown {
  return path.split('.').reduce<unknown>((inner, key) => (inner as Record<string, unknown> | undefined)?.[key], value);
}
