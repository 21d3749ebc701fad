import type { Unsuitable, UnsuitableKind } from '../../shared/model/catalog.ts';

/** The sentence for each kind, for the user. */
const reasons: Readonly<Record<UnsuitableKind, string>> = {
  embedding: 'It turns text into vectors and gives no answers.',
  audio: 'It is made for speech or sound, not for answers in text.',
  image: 'It makes images, not answers in text.',
  video: 'It makes or reads videos and gives no answers in text.',
  moderation: 'It sorts texts into categories and gives no answers.',
  guard: 'It judges whether a text is safe, in a word or two, and gives no answers.',
  rerank: 'It puts documents in order and gives no answers.',
  agentic: 'It works with tools of its own, for minutes and many thousands of tokens a question.',
  'not-chat': 'It does not take part in a conversation.',
};

export function unsuitableAs(kind: UnsuitableKind): Unsuitable {
  return { kind, why: reasons[kind] };
}

/**
 * What gives a kind away: words of the id, or a pattern over the whole of it where a word alone would also hit chat models
 * (`live`, `sonic`, `clip`). The first row that fits holds: `bge-reranker` ranks, `lyria-3-clip` makes music.
 */
const rules: readonly { readonly kind: UnsuitableKind; readonly word?: RegExp; readonly id?: RegExp }[] = [
  { kind: 'rerank', word: /^rerank(?:er)?$/ },
  { kind: 'guard', word: /(?:guard|guardian)\d*$|^shieldgemma$/, id: /content-safety/ },
  { kind: 'moderation', word: /^moderation$/ },
  { kind: 'embedding', word: /^(?:embed|bge$|gte$|e5$|minilm|mpnet$|voyage$)|retriev(?:al|er)$/, id: /^clip-vit/ },
  {
    kind: 'audio',
    word: /^(?:audio|tts|asr|stt|speech|voice|realtime|music|musicgen|transcribe|transcription|whisper|lyria|orpheus|kokoro|parakeet)$/,
    id: /^gemini-.*\blive\b|nova-(?:\d+-)?sonic|^sonic-\d/,
  },
  {
    kind: 'video',
    word: /^(?:video|veo\d*|sora\d*|kling|hailuo|wan\d*|t2v|i2v|pegasus)$/,
    id: /nova-reel|^luma\b/,
  },
  {
    kind: 'image',
    word: /^(?:image|imagen\d*|imagine|diffusion|flux\d*|sdxl|sd\d|seedream\d*|recraft|recraftv\d|ideogram|midjourney|hidream|kolors)$/,
    id: /dall-e|nova-canvas|^stability\./,
  },
  { kind: 'agentic', word: /^compound$/, id: /deep-research|computer-use|multi-agent/ },
  {
    kind: 'not-chat',
    word: /ocr$|^reward$/,
    id: /^(?:text-|code-)?(?:ada|babbage|curie|davinci)(?:-\d+)?$|^gpt-3\.5-turbo-instruct|^aqa$/,
  },
];

/**
 * Tells by its id alone that a model is not one to ask questions of (mission B7); `null` for all others. When in doubt it
 * stays in: vision models answer in text, and models that look something up in the web first do too.
 */
export function unsuitableModel(id: string): Unsuitable | null {
  const name = ownName(id);
  const words = name.split(/[^a-z0-9]+/);
  const rule = rules.find((each) => each.id?.test(name) === true || words.some((word) => each.word?.test(word) === true));
  return rule === undefined ? null : unsuitableAs(rule.kind);
}

/** The part that its maker gave the model: of `ft:gpt-4o:our-team:image-captions:x1` the rest is somebody's own words. */
function ownName(id: string): string {
  const lower = id.trim().toLowerCase();
  const base = lower.startsWith('ft:') ? (lower.split(':')[1] ?? lower) : lower;
  return base.slice(base.lastIndexOf('/') + 1);
}
