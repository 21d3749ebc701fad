import type { ComponentChildren } from 'preact';
import type { SectionId } from '../logic/sections.ts';

interface SectionProps {
  /** Where the navigation leads. */
  readonly id: SectionId;
  readonly title: string;
  /** One line on how to read it. */
  readonly intro?: ComponentChildren;
  readonly tools?: ComponentChildren;
  readonly children: ComponentChildren;
}

export function Section({ id, title, intro, tools, children }: SectionProps) {
  return (
    <section id={id} class="section" aria-labelledby={`${id}-heading`} tabIndex={-1}>
      <div class="section-head">
        <h2 id={`${id}-heading`}>{title}</h2>
        {tools}
      </div>
      {intro !== undefined && <p class="intro muted">{intro}</p>}
      {children}
    </section>
  );
}

interface TableBoxProps {
  /** Names the region that scrolls. */
  readonly label: string;
  readonly children: ComponentChildren;
}

/** Holds a table that may be wider than the page: it scrolls by itself, by keys too. */
export function TableBox({ label, children }: TableBoxProps) {
  return (
    <div class="table-scroll" tabIndex={0} role="region" aria-label={label}>
      {children}
    </div>
  );
}
