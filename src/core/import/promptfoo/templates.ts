import type { ImportNotes } from '../notes.ts';

/** What stands between Nunjucks' braces: `{{ … }}`, `{% … %}`, `{# … #}`; a raw block as a whole. */
const pieces = /\{%-?\s*raw\s*-?%\}([\s\S]*?)\{%-?\s*endraw\s*-?%\}|\{\{-?([\s\S]*?)-?\}\}|\{%[\s\S]*?%\}|\{#[\s\S]*?#\}/g;
const variable = /^[\p{L}_$][\p{L}\p{N}_$]*(?:\.[\p{L}\p{N}_$]+)*$/u;
const filtered = /^([\p{L}_$][\p{L}\p{N}_$.]*)\s*\|\s*([\s\S]+)$/u;

/** A Nunjucks template as one of ours: variables stay, what else it does is told and left. */
export function templateOf(text: string, place: string, notes: ImportNotes): string {
  return text.replaceAll(pieces, (piece: string, raw: string | undefined, inside: string | undefined) => {
    if (raw !== undefined) return escaped(raw);
    if (inside !== undefined) return variablePlace(inside.trim(), piece, place, notes);
    if (piece.startsWith('{#')) return '';
    notes.leftOut(
      place,
      `The tag ${short(piece)} is not carried out: it is sent as it stands. Write a prompt for each way it can go.`,
    );
    return escaped(piece);
  });
}

function variablePlace(inside: string, piece: string, place: string, notes: ImportNotes): string {
  if (inside === '') return piece;
  if (inside.startsWith('env.')) {
    notes.leftOut(
      place,
      `${short(piece)} takes a variable of the environment: write its value, or make it a variable of the cases.`,
    );
    return escaped(piece);
  }
  if (variable.test(inside)) return `{{${inside}}}`;
  const [, name = '', filter = ''] = filtered.exec(inside) ?? [];
  if (!variable.test(name)) {
    notes.leftOut(
      place,
      `The expression ${short(piece)} is not worked out: it is sent as it stands. Make its result a variable.`,
    );
    return escaped(piece);
  }
  // Text is put in as it is, everything else as JSON: what these two filters ask for.
  if (!/^(?:safe|dump|tojson)$/.test(filter.trim())) {
    notes.leftOut(place, `The filter in ${short(piece)} is not applied: give the variable the value that it makes.`);
  }
  return `{{${name}}}`;
}

/** Text that is sent as it stands, braces and all. */
export function escaped(text: string): string {
  return text.replaceAll('{{', '\\{{');
}

export function short(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ').trim();
  return `\`${line.length > 60 ? `${line.slice(0, 59)}…` : line}\``;
}
