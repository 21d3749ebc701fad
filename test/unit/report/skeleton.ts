/** A report's body with its pictures left out, a tag a line: what a review can follow. */
export function skeleton(html: string): string {
  return html
    .replace(/<style>[^<]*<\/style>/, '<style>…</style>')
    .replaceAll(/<svg[^>]*aria-label="([^"]*)"[^>]*>.*?<\/svg>/gs, '[picture: $1]')
    .replaceAll(/<svg.*?<\/svg>/gs, '[interval]')
    .replaceAll(/(<(?:h\d|tr|p|li|dt|section|details|summary|figure|figcaption|footer|header|main|pre|div)[ >])/g, '\n$1')
    .replaceAll(/\n+/g, '\n');
}
