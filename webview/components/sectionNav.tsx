import { useEffect, useRef, useState } from 'preact/hooks';
import type { EvidenceId, SectionLink } from '../logic/sections.ts';

/** Links to the parts of the evidence, the one in view marked; stays below the tabs while the page scrolls. */
export function SectionNav({ sections }: { readonly sections: readonly SectionLink[] }) {
  const current = useSectionInView(sections);
  const nav = useRef<HTMLElement>(null);
  useEffect(() => {
    const link = nav.current?.querySelector<HTMLElement>('[aria-current]');
    // Not `scrollIntoView`, which would move the page as well.
    if (link) nav.current?.scrollTo({ left: link.offsetLeft - nav.current.clientWidth / 2 });
  }, [current]);
  return (
    <nav class="section-nav" aria-label="Evidence" ref={nav}>
      <ul>
        {sections.map(({ id, title }) => (
          <li key={id}>
            <a
              href={`#${id}`}
              aria-current={id === current ? 'location' : undefined}
              onClick={(event) => {
                event.preventDefault();
                goTo(id);
              }}
            >
              {title}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

/** By hand: an address with a hash is nothing that a webview can go to. */
function goTo(id: EvidenceId): void {
  const section = document.getElementById(id);
  section?.scrollIntoView();
  section?.focus({ preventScroll: true });
}

function useSectionInView(sections: readonly SectionLink[]): EvidenceId | null {
  const [current, setCurrent] = useState<EvidenceId | null>(null);
  const ids = sections.map(({ id }) => id).join(' ');
  useEffect(() => {
    const inView = new Set<string>();
    const all = ids.split(' ') as EvidenceId[];
    const observer = new IntersectionObserver(
      (entries) => {
        for (const { target, isIntersecting } of entries) {
          if (isIntersecting) inView.add(target.id);
          else inView.delete(target.id);
        }
        setCurrent(all.find((id) => inView.has(id)) ?? null);
      },
      // What is read stands in the upper half, below tabs and navigation; where a link leads, the section before ends there.
      // The root is named since a frame of another origin, as a webview is, gets no margin on the implicit one.
      { root: document, rootMargin: '-96px 0px -50% 0px' },
    );
    for (const id of all) {
      const section = document.getElementById(id);
      if (section) observer.observe(section);
    }
    return () => observer.disconnect();
  }, [ids]);
  return current;
}
