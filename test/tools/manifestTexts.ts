/** The texts of package.json that people read. They stand in package.nls.json, by keys that say where they belong. */

export type Texts = Readonly<Record<string, string>>;
type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** What the editor shows of the manifest, wherever it stands below `contributes` and `capabilities`. */
const shownKeys = new Set([
  ...['title', 'category', 'label', 'displayName', 'fullName', 'contextualTitle', 'contents', 'altText', 'shortTitle'],
  ...['description', 'markdownDescription', 'userDescription', 'enumDescriptions', 'markdownEnumDescriptions', 'enumItemLabels'],
]);
/** For models, not for people; and names of providers, which are the same in every language. */
const notShown = new Set(['inputSchema', 'disambiguation', 'allOf']);
const placeholder = /^%([^%\s]+)%$/;

/** Puts every plain text of a manifest into the texts, and its key into the manifest. Texts that nothing names any more go. */
export function externalised(manifest: Json, texts: Texts): { readonly manifest: Json; readonly texts: Texts } {
  const kept: Record<string, string> = {};
  const keyFor = (path: readonly string[], text: string): string => {
    // Every command has the same.
    const name = path.at(-1) === 'category' ? 'category' : path.join('.');
    for (let number = 1; ; number++) {
      const key = number === 1 ? name : `${name}.${number}`;
      if (kept[key] === text || (kept[key] === undefined && (texts[key] ?? text) === text)) return key;
    }
  };
  const replaced = mapTexts(manifest, (text, path) => {
    const known = placeholder.exec(text)?.[1];
    const key = known ?? keyFor(path, text);
    const meant = known === undefined ? text : texts[known];
    if (meant === undefined) throw new Error(`package.nls.json has no ${text}, which package.json names.`);
    kept[key] = meant;
    return `%${key}%`;
  });
  return { manifest: replaced, texts: kept };
}

/** The manifest as the editor shows it. */
export function localised(manifest: Json, texts: Texts): Json {
  return mapTexts(manifest, (text) => {
    const key = placeholder.exec(text)?.[1];
    if (key === undefined) return text;
    return texts[key] ?? text;
  });
}

/** Every text that people read, with the words that its key is made of. */
export function mapTexts(manifest: Json, map: (text: string, path: readonly string[]) => string): Json {
  const visit = (value: Json, path: readonly string[], isShown: boolean): Json => {
    if (typeof value === 'string') return isShown ? map(value, path) : value;
    if (Array.isArray(value)) return value.map((item, index) => visit(item, [...path, wordOf(item, index)], isShown));
    if (!isObject(value)) return value;
    return Object.fromEntries(
      Object.entries(value).map(([key, inner]) => {
        if (notShown.has(key)) return [key, inner];
        const isText = typeof inner === 'string' || Array.isArray(inner);
        const isName = key === 'name' && path[0] === 'views';
        return [key, visit(inner, [...path, shortened(key)], isText && (shownKeys.has(key) || isName))];
      }),
    );
  };
  if (!isObject(manifest)) return manifest;
  return Object.fromEntries(
    Object.entries(manifest).map(([key, value]) => {
      if (key === 'displayName' || key === 'description') return [key, visit(value, [key], true)];
      return [
        key,
        key === 'contributes' || key === 'capabilities' ? visit(value, key === 'contributes' ? [] : [key], false) : value,
      ];
    }),
  );
}

function isObject(value: Json | undefined): value is { readonly [key: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** What tells one item of a list from the others. */
function wordOf(item: Json, index: number): string {
  if (!isObject(item)) return String(index + 1);
  const name = [item['id'], item['command'], item['view'], item['viewType'], item['name'], item['label']].find(
    (value): value is string => typeof value === 'string' && !value.startsWith('%'),
  );
  return name === undefined ? String(index + 1) : shortened(name).replaceAll(/\s+/g, '-');
}

function shortened(key: string): string {
  return key.replace(/^llmBench[._]/, '');
}
