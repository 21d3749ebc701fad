/** A small suite that runs at once on the demo models and says in comments what each part is for. */
export function starterText(name: string): string {
  return `# Run it with the play button above, or with "LLM Bench: Run Suite".
name: ${JSON.stringify(name)}
description: Which model answers my own questions well enough, fast enough and cheaply enough?

# provider/model. The demo models are built in and need no key; replace them by real ones:
#   - openai/gpt-6-luna
#   - anthropic/claude-haiku-4-5
#   - google/gemini-3.5-flash-lite
models:
  - demo/atlas-large
  - demo/atlas-mini

params: { maxOutputTokens: 300 } # add temperature, topP, seed … only where every model takes them
repeats: 3 # answers vary: three of each show by how much

system: Answer in one sentence.
prompt: "{{question}}" # {{…}} is filled from each case's vars

# One case is one question and what a good answer has to be. Ten and more tell models apart.
cases:
  - name: capital
    category: knowledge
    vars: { question: What is the capital of Australia? }
    expect:
      - contains: Canberra

  - name: sum
    category: arithmetic
    vars: { question: "What is 17 + 25? Give the number only." }
    expect:
      - number: 42
`;
}

/** The least that a suite can be. */
export function blankText(name: string): string {
  return `name: ${JSON.stringify(name)}
models:
  - demo/atlas-mini
prompt: "{{question}}"
cases:
  - vars:
      question: What is the capital of Australia?
    expect:
      - contains: Canberra
`;
}
