import { useEffect, useState } from 'preact/hooks';
import { readTheme, type ChartTheme } from '../charts/theme.ts';

/** The editor's theme, read again whenever VS Code changes it: it sets the variables on <html> and a class on <body>. */
export function useTheme(): ChartTheme {
  const [theme, setTheme] = useState(currentTheme);
  useEffect(() => {
    const observer = new MutationObserver(() => setTheme(currentTheme()));
    const options = { attributes: true, attributeFilter: ['class', 'style', 'data-vscode-theme-id'] };
    observer.observe(document.documentElement, options);
    observer.observe(document.body, options);
    return () => observer.disconnect();
  }, []);
  return theme;
}

function currentTheme(): ChartTheme {
  const style = getComputedStyle(document.body);
  return readTheme((name) => style.getPropertyValue(name).trim());
}
