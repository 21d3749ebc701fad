declare module '*.yaml' {
  const text: string;
  // oxlint-disable-next-line import/no-default-export -- a text import has nothing but its default
  export default text;
}
