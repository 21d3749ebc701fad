/** A `{{name}}` in a template: where it stands, braces included. */
export interface TemplateVariable {
  readonly name: string;
  readonly offset: number;
  readonly length: number;
}

/** `\{{` or `{{ name }}`. Linear: a run of the name ends at the first brace, so no start is scanned twice. */
const places = /\\\{\{|\{\{([^{}]*)\}\}/g;

/** The places of a template that take a variable, in order. */
export function templateVariables(template: string): TemplateVariable[] {
  const variables: TemplateVariable[] = [];
  for (const match of template.matchAll(places)) {
    const name = match[1]?.trim();
    if (name) variables.push({ name, offset: match.index, length: match[0].length });
  }
  return variables;
}

/** Whether two braces open a place that nothing closes: `{{name}`. */
export function hasOpenBraces(template: string): boolean {
  return template.replaceAll(places, ' ').includes('{{');
}

/**
 * Puts the variables into a template: `{{name}}`, `{{a.b}}`. Values are inserted as they are and never expanded again;
 * `\{{` stands for two braces. A checked suite has every variable its templates name, so a missing one throws.
 */
export function renderTemplate(template: string, vars: Readonly<Record<string, string>>): string {
  return fillTemplate(template, (name) => {
    if (!Object.hasOwn(vars, name)) throw new Error(`Unknown variable ${name}.`);
    return vars[name];
  });
}

/** As `renderTemplate`, with the place left as written where `valueOf` has no value. */
export function fillTemplate(template: string, valueOf: (name: string) => string | undefined): string {
  return template.replaceAll(places, (place: string, inner: string | undefined) => {
    if (inner === undefined) return '{{';
    const name = inner.trim();
    return name === '' ? place : (valueOf(name) ?? place);
  });
}
