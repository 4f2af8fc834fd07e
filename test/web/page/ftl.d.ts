// The types of the page's texts, for tests of modules that use them.

declare module '*.ftl?raw' {
  const source: string;
  export default source;
}
