import type { Knowledge } from './spec.ts';

/** The tasks of examples/coding.bench.yaml, by the name of the function asked for. */
export const coding: readonly Knowledge[] = [
  task(
    'slugify',
    0.5,
    `function slugify(text) {
  return text.toLowerCase().replace(/[^a-z0-9]+/g, '-').replace(/^-|-$/g, '');
}`,
    `function slugify(text) {
  return text.toLowerCase().replace(/ /g, '-');
}`,
  ),
  task(
    'chunk',
    0.4,
    `function chunk(list, size) {
  const parts = [];
  for (let start = 0; start < list.length; start += size) parts.push(list.slice(start, start + size));
  return parts;
}`,
    `function chunk(list, size) {
  const parts = [];
  for (let start = 0; start + size <= list.length; start += size) parts.push(list.slice(start, start + size));
  return parts;
}`,
  ),
  task(
    'romanToNumber',
    0.66,
    `function romanToNumber(roman) {
  const values = { I: 1, V: 5, X: 10, L: 50, C: 100, D: 500, M: 1000 };
  return [...roman].reduce((sum, letter, index) => {
    const value = values[letter];
    return sum + (value < (values[roman[index + 1]] ?? 0) ? -value : value);
  }, 0);
}`,
    `function romanToNumber(roman) {
  const values = { I: 1, V: 5, X: 10, L: 50, C: 100, D: 500, M: 1000 };
  return [...roman].reduce((sum, letter) => sum + values[letter], 0);
}`,
  ),
  task(
    'isBalanced',
    0.6,
    `function isBalanced(text) {
  const closers = { ')': '(', ']': '[', '}': '{' };
  const open = [];
  for (const sign of text) {
    if ('([{'.includes(sign)) open.push(sign);
    else if (sign in closers && open.pop() !== closers[sign]) return false;
  }
  return open.length === 0;
}`,
    `function isBalanced(text) {
  const count = (sign) => text.split(sign).length;
  return count('(') === count(')') && count('[') === count(']') && count('{') === count('}');
}`,
  ),
  task(
    'mergeRanges',
    0.76,
    `function mergeRanges(ranges) {
  const merged = [];
  for (const [from, to] of [...ranges].sort((a, b) => a[0] - b[0])) {
    const last = merged.at(-1);
    if (last && from <= last[1]) last[1] = Math.max(last[1], to);
    else merged.push([from, to]);
  }
  return merged;
}`,
    `function mergeRanges(ranges) {
  const merged = [];
  for (const [from, to] of ranges) {
    const last = merged[merged.length - 1];
    if (last && from <= last[1]) last[1] = to;
    else merged.push([from, to]);
  }
  return merged;
}`,
  ),
  task(
    'median',
    0.64,
    `function median(numbers) {
  if (numbers.length === 0) return null;
  const sorted = [...numbers].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}`,
    `function median(numbers) {
  const sorted = numbers.sort();
  return sorted[Math.floor(sorted.length / 2)];
}`,
  ),
  task(
    'minutesOf',
    0.7,
    `const minutesOf = (text) => {
  const part = (unit) => Number(new RegExp('(\\\\d+)\\\\s*' + unit).exec(text)?.[1] ?? 0);
  return part('d') * 1440 + part('h') * 60 + part('m');
};`,
    `const minutesOf = (text) => {
  const [hours, minutes] = text.match(/\\d+/g).map(Number);
  return hours * 60 + minutes;
};`,
  ),
  task(
    'compareVersions',
    0.82,
    `function compareVersions(a, b) {
  const [left, right] = [a, b].map((version) => version.split('.').map(Number));
  for (let index = 0; index < Math.max(left.length, right.length); index += 1) {
    const difference = (left[index] ?? 0) - (right[index] ?? 0);
    if (difference !== 0) return Math.sign(difference);
  }
  return 0;
}`,
    `function compareVersions(a, b) {
  return a === b ? 0 : a < b ? -1 : 1;
}`,
  ),
];

function task(name: string, hardness: number, right: string, wrong: string): Knowledge {
  const fenced = `\`\`\`javascript\n${right}\n\`\`\``;
  return {
    topic: 'code',
    cue: `function \`${name.toLowerCase()}\``,
    hardness,
    right: [fenced, right],
    wrong: [`\`\`\`js\n${wrong}\n\`\`\``],
  };
}
