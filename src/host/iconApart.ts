/** Of a lens with an icon before its text: the editor drops an ordinary space between them. */
export function iconApart(title: string): string {
  return title.replace(/^(\$\([\w-]+\)) /, '$1\u00A0');
}
