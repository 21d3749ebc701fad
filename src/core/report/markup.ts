/** Escaping for HTML and XML, in content and in attributes with double quotes. */

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** Also drops what XML 1.0 does not allow: control characters, lone surrogates, U+FFFE and U+FFFF. */
export function escapeMarkup(text: string): string {
  return text
    .toWellFormed()
    .replaceAll(/[^\P{Cc}\t\n\r]|[\uFFFE\uFFFF]/gu, '')
    .replaceAll(/[&<>"']/g, (character) => entities[character] ?? character);
}

export type Attributes = Readonly<Record<string, string | number | null | undefined>>;

/** An element around content that is markup already. Attributes without a value are left out. */
export function element(name: string, attributes: Attributes, ...content: readonly string[]): string {
  return `<${name}${attributeText(attributes)}>${content.join('')}</${name}>`;
}

/** An element without content, closed as XML and SVG want it. */
export function emptyElement(name: string, attributes: Attributes): string {
  return `<${name}${attributeText(attributes)}/>`;
}

function attributeText(attributes: Attributes): string {
  return Object.entries(attributes)
    .map(([key, value]) => (value === null || value === undefined ? '' : ` ${key}="${escapeMarkup(String(value))}"`))
    .join('');
}
