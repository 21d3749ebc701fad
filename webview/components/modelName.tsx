import type { ComponentChildren } from 'preact';

/** A model's label, which wraps after `/`, `:` and `_` before it breaks within a word, and what hangs on its end. */
export function ModelName({ label, children }: { readonly label: string; readonly children?: ComponentChildren }) {
  return (
    <span>
      {label.split(/(?<=[/:_])/).map((part, index) => (
        <>
          {index > 0 && <wbr />}
          {part}
        </>
      ))}
      {children}
    </span>
  );
}
