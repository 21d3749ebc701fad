import { shortName } from './bounds.ts';

/** The suite that would tell, to be filled in. */
export function suiteDraft(task: string, models: readonly string[]): string {
  const name = shortName(task, 60) || 'My task';
  const lines = [
    `name: ${JSON.stringify(name)}`,
    'models:',
    ...(models.length > 0 ? models : ['provider/model']).map((model) => `  - ${JSON.stringify(model)}`),
    'prompt: "{{input}}"',
    'cases:',
    '  - name: first',
    '    vars: { input: "a real input of the task" }',
    '    expect: [{ contains: "what a right answer has" }]',
  ];
  return `To find out, write a suite such as this one, with a dozen or more cases of the task, and run it:\n\n\`\`\`yaml\n${lines.join('\n')}\n\`\`\``;
}
