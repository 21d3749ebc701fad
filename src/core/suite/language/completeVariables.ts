import type { Offer } from './slot.ts';
import { code, fenced, shortened } from './markdown.ts';
import type { Spot } from './spot.ts';
import type { KnownVariable } from './suiteData.ts';

/** The variables that a text may take, closing braces included. Where quotes are missing they come along. */
export function completeVariables(spot: Spot, { braces, owner }: NonNullable<Spot['variable']>): readonly Offer[] {
  const needsQuotes = owner.quote === null && !owner.isProse && owner.start === braces.open;
  const nameStart = Math.min(braces.nameStart, spot.offset);
  const start = needsQuotes ? braces.open : nameStart;
  const typed = spot.text.slice(start, nameStart);
  return spot.data.variables(owner.path).map((variable): Offer => {
    const newText = needsQuotes ? `"{{${variable.name}}}"` : `${variable.name}}}`;
    return {
      kind: variable.dataset === null ? 'variable' : 'column',
      label: variable.name,
      detail: variable.dataset === null ? sampleText(variable) : `column of ${variable.dataset}`,
      documentation: variableHelp(variable),
      range: spot.range(start, braces.end),
      newText,
      isSnippet: false,
      filterText: `${typed}${variable.name}`,
    };
  });
}

/** Where a variable comes from, and a value or two that it has. */
export function variableHelp({ name, dataset, samples }: KnownVariable): string {
  const title = dataset === null ? `Variable ${code(name)}` : `Column ${code(name)} of ${code(dataset)}`;
  return [title, ...samples.map(({ text, from }) => `${code(from)}\n${fenced(shortened(text, 300))}`)].join('\n\n');
}

function sampleText({ samples: [first] }: KnownVariable): string {
  return first === undefined ? '' : shortened(first.text.replaceAll(/\s+/g, ' '), 60);
}
