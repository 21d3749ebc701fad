import { identityOf, type Shape } from '../logic/identity.ts';

const paths: Readonly<Record<Shape, string>> = {
  circle: 'M6 1.5a4.5 4.5 0 1 0 0 9a4.5 4.5 0 1 0 0-9z',
  triangle: 'M6 1.2L11 10.2H1z',
  rect: 'M2 2h8v8H2z',
  rectRot: 'M6 0.6L11.4 6L6 11.4L0.6 6z',
  star: 'M6 1v10M1 6h10M2.5 2.5l7 7M9.5 2.5l-7 7',
};

/** A model's colour and shape, as in the charts. */
export function Marker({ index }: { readonly index: number }) {
  const { shape, colour } = identityOf(index);
  return (
    <svg class={`marker colour-${colour}`} viewBox="0 0 12 12" width="12" height="12" aria-hidden="true">
      <path d={paths[shape]} class={shape === 'star' ? 'stroked' : 'filled'} />
    </svg>
  );
}
