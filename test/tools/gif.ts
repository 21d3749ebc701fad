/** Screenshots as an animated picture. */
import gifenc from 'gifenc';
import { PNG } from 'pngjs';

export interface Frame {
  readonly png: Buffer;
  readonly forMs: number;
}

interface Picture {
  readonly width: number;
  readonly height: number;
  /** Four bytes a pixel. */
  readonly rgba: Uint8Array;
}

/** One place of the palette is for pixels that stay as they were. */
const colours = 255;
const stays = 0;

/** All frames in one palette; of each only what has changed since the one before. */
export function animated(frames: readonly Frame[], width: number): Uint8Array {
  const pictures = frames.map(({ png }) => narrowed(PNG.sync.read(png), width));
  const palette = gifenc.quantize(sampleOf(pictures), colours);
  const encoder = gifenc.GIFEncoder();
  for (const [at, picture] of pictures.entries()) {
    const index = changed(picture, pictures[at - 1], gifenc.applyPalette(picture.rgba, palette));
    encoder.writeFrame(index, picture.width, picture.height, {
      delay: frames[at]?.forMs ?? 0,
      // The first frame's palette is that of all.
      ...(at === 0 && { palette: [[0, 0, 0], ...palette] }),
      ...{ transparent: at > 0, transparentIndex: stays, dispose: 1 },
    });
  }
  encoder.finish();
  return encoder.bytes();
}

function changed({ rgba }: Picture, before: Picture | undefined, index: Uint8Array): Uint8Array {
  return index.map((colour, pixel) => {
    const at = pixel * 4;
    const same = before && [0, 1, 2].every((channel) => before.rgba[at + channel] === rgba[at + channel]);
    return same ? stays : colour + 1;
  });
}

/** Every seventh pixel of every frame tells the colours of all. */
function sampleOf(pictures: readonly Picture[]): Uint8Array {
  const taken: number[] = [];
  for (const { rgba } of pictures)
    for (let at = 0; at + 3 < rgba.length; at += 28) taken.push(rgba[at] ?? 0, rgba[at + 1] ?? 0, rgba[at + 2] ?? 0, 255);
  return Uint8Array.from(taken);
}

/** Each pixel is the mean of what it stands for. */
function narrowed({ width, height, data }: PNG, to: number): Picture {
  const scale = width / to;
  const rows = Math.floor(height / scale);
  const rgba = new Uint8Array(to * rows * 4);
  for (let y = 0; y < rows; y++)
    for (let x = 0; x < to; x++) {
      const mean = meanOf(data, width, [x * scale, (x + 1) * scale], [y * scale, Math.min((y + 1) * scale, height)]);
      rgba.set([...mean, 255], (y * to + x) * 4);
    }
  return { width: to, height: rows, rgba };
}

type Range = readonly [from: number, to: number];

function meanOf(data: Uint8Array, width: number, [left, right]: Range, [top, bottom]: Range): number[] {
  const sums = [0, 0, 0];
  let area = 0;
  for (let y = Math.floor(top); y < bottom; y++)
    for (let x = Math.floor(left); x < right; x++) {
      const part = (Math.min(x + 1, right) - Math.max(x, left)) * (Math.min(y + 1, bottom) - Math.max(y, top));
      area += part;
      for (let channel = 0; channel < 3; channel++)
        sums[channel] = (sums[channel] ?? 0) + part * (data[(y * width + x) * 4 + channel] ?? 0);
    }
  return sums.map((sum) => Math.round(sum / area));
}
