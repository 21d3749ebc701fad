import { useEffect, useState } from 'preact/hooks';

/** Whether an element has been in view, or near it, since the page began. */
export function useSeen(id: string): boolean {
  const [seen, setSeen] = useState(false);
  useEffect(() => {
    const element = document.getElementById(id);
    if (!element || seen) return;
    const observer = new IntersectionObserver(
      (entries) => entries.some(({ isIntersecting }) => isIntersecting) && setSeen(true),
      // Named, since a frame of another origin gets no margin on the implicit root.
      { root: document, rootMargin: '300px 0px' },
    );
    observer.observe(element);
    return () => observer.disconnect();
  }, [id, seen]);
  return seen;
}
