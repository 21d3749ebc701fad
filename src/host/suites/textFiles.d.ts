// Files that the build takes in as text.
declare module '*.yaml' {
  const text: string;
  // oxlint-disable-next-line import/no-default-export -- a text import has nothing but its default
  export default text;
}
declare module '*.csv' {
  const text: string;
  // oxlint-disable-next-line import/no-default-export -- as above
  export default text;
}
declare module '*.jsonl' {
  const text: string;
  // oxlint-disable-next-line import/no-default-export -- as above
  export default text;
}
