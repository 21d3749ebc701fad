/** The words of a lower-case name: `qwen2.5` and `gpt4o` are two each, `4-5` and `4p5` are one number, `v3` is 3 and `2.0` is 2. */
export function wordsOf(text: string): readonly string[] {
  const words = text
    .split(/[^a-z0-9.]+/)
    .map((word) => word.replaceAll(/^\.+|\.+$/g, '').replace(/^([a-z]*\d+)p(\d+)$/, '$1.$2'))
    .flatMap((word) => /^([a-z]{2,})(\d.*)$/.exec(word)?.slice(1) ?? [word])
    .map((word) => word.replace(/^v(\d+(?:\.\d+)*)$/, '$1'))
    .filter((word) => word !== '');
  const joined: string[] = [];
  for (const word of words) {
    const last = joined.at(-1);
    if (last !== undefined && isWhole.test(last) && isPart.test(word)) joined.splice(-1, 1, `${last}.${word}`);
    else joined.push(word);
  }
  return joined.map((word) => word.replace(/^([a-z]?\d+)\.0$/, '$1'));
}

/** `4`, `k2`. */
const isWhole = /^[a-z]?\d+$/;
const isPart = /^(?:0|[1-9]\d?)$/;
