/** A model's label, which wraps after `/`, `:` and `_` before it breaks within a word. */
export function ModelName({ label }: { readonly label: string }) {
  return (
    <span>
      {label.split(/(?<=[/:_])/).map((part, index) => (
        <>
          {index > 0 && <wbr />}
          {part}
        </>
      ))}
    </span>
  );
}
