/**
 * A script for the `javascript` scorer: takes the function out of the answer and tries it on every pair of argument and result.
 * One that fails a single one of them is wrong.
 */
export function codeScript(name: string, tests: readonly (readonly [input: string, result: unknown])[]): string {
  return `const code = (/\`\`\`\\w*\\n([\\s\\S]*?)\`\`\`/.exec(answer)?.[1] ?? answer).replace(/^export (default )?/gm, '');
let written;
try {
  written = new Function(code + '\\nreturn ${name};')();
} catch (error) {
  return { score: 0, reason: 'The code does not run: ' + error.message };
}
const failed = ${JSON.stringify(tests)}.filter(([input, wanted]) => {
  try {
    return JSON.stringify(written(input)) !== JSON.stringify(wanted);
  } catch {
    return true;
  }
});
const right = failed.length === 0;
return { score: right ? 1 : 0, pass: right, reason: right ? 'passes every test' : 'fails ' + failed.length + ', first for ' + JSON.stringify(failed[0][0]) };`;
}
