import { usePanel } from './context.ts';
import { Icon } from './icon.tsx';

/** What the host has to say; the live region is there from the start, so that screen readers hear it fill. */
export function Notice({ text }: { readonly text: string | null }) {
  const { dispatch } = usePanel();
  return (
    <div role="status" class={text === null ? undefined : 'notice'}>
      {text !== null && (
        <>
          <Icon name="info" />
          <span class="notice-text">{text}</span>
          <button
            type="button"
            class="icon-button"
            aria-label="Close message"
            onClick={() => dispatch({ type: 'notice-closed' })}
          >
            <Icon name="close" />
          </button>
        </>
      )}
    </div>
  );
}
