import stringWidth from 'string-width';

/** Text as a terminal shows it: widths count columns, so that wide scripts and emoji line up. */

/** One line without control characters: names and messages come from files and servers, and could steer the terminal. */
export function plainLine(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ').trim();
}

export function padTo(text: string, width: number, side: 'start' | 'end' = 'end'): string {
  const fill = ' '.repeat(Math.max(0, width - stringWidth(text)));
  return side === 'end' ? text + fill : fill + text;
}

/** Cut in the middle: model ids differ at both ends. */
export function cutToWidth(text: string, width: number): string {
  if (stringWidth(text) <= width) return text;
  const characters = Array.from(new Intl.Segmenter('en').segment(text), ({ segment }) => segment);
  const headRoom = Math.ceil((width - 1) / 2);
  const head = takeWidth(characters, headRoom);
  const tail = takeWidth(characters.toReversed(), width - 1 - headRoom).toReversed();
  return `${head.join('')}…${tail.join('')}`;
}

function takeWidth(characters: readonly string[], width: number): readonly string[] {
  const taken: string[] = [];
  let used = 0;
  for (const character of characters) {
    used += stringWidth(character);
    if (used > width) break;
    taken.push(character);
  }
  return taken;
}

/** A space that may become a line break: not one between a number and its unit. */
const breakable = / (?!(?:%|ms|s|min|h)(?![\p{L}\d]))/u;

/** Lines of at most `width` columns, broken between words; a word that is longer stands alone. */
export function wrap(text: string, width: number, indent = ''): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(breakable).filter(Boolean)) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (line === '' || stringWidth(longer) <= width) {
      line = longer;
    } else {
      lines.push(line);
      line = indent + word;
    }
  }
  return line === '' ? lines : [...lines, line];
}
