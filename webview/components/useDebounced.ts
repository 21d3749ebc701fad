import { useEffect, useRef, useState } from 'preact/hooks';

/** A field's own value, which is told only once it has rested for `restMs`; one that comes from elsewhere takes its place. */
export function useDebounced(given: string, restMs: number, tell: (value: string) => void) {
  const [value, setValue] = useState(given);
  const timer = useRef<number | undefined>(undefined);
  const latest = useRef(tell);
  latest.current = tell;
  const told = useRef(given);
  useEffect(() => {
    if (given === told.current) return;
    told.current = given;
    clearTimeout(timer.current);
    setValue(given);
  }, [given]);
  useEffect(() => () => clearTimeout(timer.current), []);
  const flush = (text = value) => {
    clearTimeout(timer.current);
    if (text === told.current) return;
    told.current = text;
    latest.current(text);
  };
  const change = (text: string) => {
    setValue(text);
    clearTimeout(timer.current);
    timer.current = window.setTimeout(() => flush(text), restMs);
  };
  return { value, change, flush: () => flush() };
}
