import { isUtf8 } from 'node:buffer';

/** A file that is a text of another encoding. The message is a sentence for its author. */
export class NotUtf8 extends Error {
  /** As far as it can be read, so that a place in it can be told. */
  readonly text: string;
  /** From 0: the first that is not UTF-8. */
  readonly line: number;

  constructor(message: string, text: string, line: number) {
    super(message);
    this.text = text;
    this.line = line;
  }
}

/** The text of a file. Throws `NotUtf8` in place of putting � where another encoding has its letters. */
export function decodeUtf8(bytes: Buffer): string {
  const text = bytes.toString('utf8');
  if (isUtf16(bytes)) throw new NotUtf8('The file is UTF-16: save it as UTF-8.', text, 0);
  if (isUtf8(bytes)) return text;
  throw new NotUtf8('This line is not UTF-8: save the file as UTF-8.', text, firstForeignLine(bytes));
}

/** By its mark, or by the zero that every plain letter has beside it. */
function isUtf16([first, second]: Buffer): boolean {
  if (first === undefined || second === undefined) return false;
  return (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff) || first === 0 || second === 0;
}

/** A line break is never part of a longer character: each line can be looked at alone. */
function firstForeignLine(bytes: Buffer): number {
  let line = 0;
  let start = 0;
  for (let end = bytes.indexOf(0x0a); end !== -1; end = bytes.indexOf(0x0a, start)) {
    if (!isUtf8(bytes.subarray(start, end))) return line;
    start = end + 1;
    line++;
  }
  return line;
}
