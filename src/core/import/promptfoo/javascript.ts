import { short } from './templates.ts';

/** What promptfoo's scripts can use and the sandbox has not. */
const absent = /\b(?:require|import|process|fetch|await|module)\b|\bcontext\s*\??\.\s*(?!vars\b)\w+/;
/** A template that is a whole text in quotes becomes the variable; anywhere else it would change the script. */
const quotedVariable = /(["'`])\{\{\s*([\p{L}_$][\p{L}\p{N}_$]*)\s*\}\}\1/gu;

/** A script of promptfoo's as one of ours, what will not work in it, or why it cannot be one. */
export function scriptOf(
  written: string,
  threshold: number | null,
): { readonly code: string; readonly lacks: string | null } | { readonly fault: string } {
  const source = written.trim().replaceAll(quotedVariable, (_, __, name: string) => `context.vars[${JSON.stringify(name)}]`);
  const template = /\{\{[^{}]*\}\}|\{%[\s\S]*?%\}/.exec(source);
  if (template) {
    return {
      fault: `The script holds the template ${short(template[0])}: read \`vars\` instead, templates are not put into code here.`,
    };
  }
  const [lacks = null] = absent.exec(source) ?? [];
  if (threshold === null && !source.includes('\n') && looksBoolean(source) && !/^(?:const|let|var)\s/.test(source)) {
    const context = /\bcontext\b/.test(source) ? ', context = { vars }' : '';
    return { code: `const output = answer${context};\nreturn ${source.replace(/;+$/, '')};`, lacks };
  }
  const passes = threshold === null ? 'result > 0' : `result >= ${threshold}`;
  const code = [
    'const result = ((output, context) => {',
    bodyOf(source),
    '})(answer, { vars });',
    `return typeof result === 'number' ? { score: Math.min(1, Math.max(0, result)), pass: ${passes} } : result;`,
  ].join('\n');
  return { code, lacks };
}

/** A comparison or a test, by its looks: true or false need no limit to pass. */
function looksBoolean(source: string): boolean {
  return /[=!]==?|[<>]|\.(?:includes|startsWith|endsWith|test|some|every)\(|^!/.test(source);
}

/** Several lines return for themselves; of one line the last expression is the result, as promptfoo has it. */
function bodyOf(source: string): string {
  if (source.includes('\n')) return source;
  const line = source.replace(/;+$/, '');
  if (!/^(?:const|let|var)\s/.test(line)) return `return ${line};`;
  const end = lastStatementEnd(line);
  return end === -1 ? line : `${line.slice(0, end + 1)} return ${line.slice(end + 1).trim()};`;
}

/** The last semicolon outside of quotes and brackets. */
function lastStatementEnd(line: string): number {
  let depth = 0;
  let quote = '';
  let end = -1;
  for (let index = 0; index < line.length; index++) {
    const character = line.charAt(index);
    if (quote !== '') {
      if (character === '\\') index++;
      else if (character === quote) quote = '';
    } else if (`'"\``.includes(character)) quote = character;
    else if ('([{'.includes(character)) depth++;
    else if (')]}'.includes(character)) depth--;
    else if (character === ';' && depth === 0) end = index;
  }
  return end;
}
