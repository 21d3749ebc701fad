/** Suites that the tests write into their workspaces. */

/** Three demo models of three wire formats, 3 cases, one call each: 9 calls, done in a second or two. */
export const smallSuite = `name: Small suite
models: [demo/atlas-large, demo/sonata, demo/comet-flash]
params: { maxOutputTokens: 200 }
system: You answer for an outdoor shop. Unused goods can be returned within 30 days.
prompt: "{{question}}"
cases:
  - name: return window
    category: policy
    vars: { question: I bought boots five weeks ago and never wore them. Can I send them back? }
    expect: [{ contains: 30 days }]
  - name: basket
    category: arithmetic
    vars: { question: "Three tents at 129.90 EUR each, 10 % off the whole order. What is the total in EUR?" }
    expect: [{ number: { value: 350.73, tolerance: 0.005 } }]
  - name: short
    category: style
    vars: { question: Say hello in one word. }
    expect: [{ length: { maxWords: 40 } }]
`;

/** Long enough to be looked at, or cancelled, while it runs. */
export const longSuite = smallSuite.replace('name: Small suite', 'name: Long suite\nrepeats: 40\nconcurrency: 2');

/** One model of a server of one's own. */
export function endpointSuite(baseUrl: string, extra = ''): string {
  return `name: Own server
endpoints:
  mine: { api: openai-chat, baseUrl: "${baseUrl}"${extra} }
models: [mine/model-one]
prompt: "{{question}}"
cases:
  - name: hello
    vars: { question: Say hello. }
    expect: [{ contains: hello }]
`;
}
