import type { ComponentChildren } from 'preact';
import { Icon, type IconName } from './icon.tsx';

interface PopupProps {
  /** Also names its anchor in controls.css. */
  readonly id: 'export' | 'columns';
  readonly label: string;
  readonly icon: IconName;
  readonly children: ComponentChildren;
}

/** A button that opens a small panel. The popover API brings closing by Escape or a click outside, and gives the focus back. */
export function Popup({ id, label, icon, children }: PopupProps) {
  return (
    <>
      <button type="button" class={`button secondary anchor-${id}`} popovertarget={`${id}-popup`}>
        <Icon name={icon} /> {label} <Icon name="chevron-down" />
      </button>
      <div id={`${id}-popup`} class={`popup popup-${id}`} popover="auto" role="group" aria-label={label}>
        {children}
      </div>
    </>
  );
}
