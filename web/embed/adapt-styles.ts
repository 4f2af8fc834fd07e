// Turns the page's style sheets into those of one element in somebody else's page: what the page
// says of the window holds for the element's own box, and what it says of the document holds for
// the element. Runs when the element is built.

/** Over the whole window in both. */
const overlay = /\.(sheet|projected|hint)\b/;

/** What the page around may set, and the page's own property that follows it. */
const offered = {
  accent: '--ten-minute-chat-accent',
  'on-accent': '--ten-minute-chat-on-accent',
  round: '--ten-minute-chat-radius',
} as const;

export function forElement(css: string): string {
  let out = css.replace(/\/\*[\s\S]*?\*\//g, '');
  for (const [own, theirs] of Object.entries(offered)) {
    out = out.replace(new RegExp(`(--${own}): ([^;]+);`, 'g'), `$1: var(${theirs}, $2);`);
  }
  return inOwnRem(inBox(inTheme(out)));
}

/** `theme` is an attribute; without it, or with `auto`, the device chooses. */
function inTheme(css: string): string {
  return (
    css
      .replace(
        /@media \(prefers-color-scheme: dark\) \{\s*:root \{([^}]*)\}\s*\}/,
        (_all, dark: string) =>
          `:host([theme='light']) { color-scheme: light; }\n:host([theme='dark']) { color-scheme: dark; ${dark} }\n` +
          `@media (prefers-color-scheme: dark) { :host(:not([theme='light'], [theme='dark'])) { ${dark} } }`,
      )
      // A darker accent that was not asked for is mixed from the one that was.
      .replace(
        /--accent-deep: [^;]+;/g,
        '--accent-deep: color-mix(in srgb, var(--accent) 85%, var(--ink));',
      )
      .replaceAll(':root', ':host')
      .replace(/html,\s*body \{/, '.frame {')
  );
}

function inBox(css: string): string {
  return css
    .replace(
      /@media (\((?:min|max)-(?:width|height): [^)]*\)) \{((?:[^{}]*\{[^{}]*\})*[^{}]*)\}/g,
      (all, query: string, rules: string) =>
        overlay.test(rules) ? all : `@container ${query} {${rules}}`,
    )
    .replace(/([^{}]*)\{([^{}]*)\}/g, (all, selector: string, said: string) =>
      overlay.test(selector)
        ? all
        : `${selector}{${said.replace(/(\d)dvh/g, '$1cqh').replace(/(\d)vw/g, '$1cqw')}}`,
    );
}

/**
 * The page around may have made a rem whatever it likes, and can say how much of it is a usual one.
 * Queries take no properties.
 */
function inOwnRem(css: string): string {
  return css
    .replace(/font: 100%(\/[^;]+;)([^}]*\})/, '$2\n.frame { font: var(--rem)$1 }')
    .replace(/@(?:container|media)[^{]*\{|(-?[\d.]+)rem\b/g, (all, size: string | undefined) =>
      size === undefined
        ? all.replace(/([\d.]+)rem/g, (_rem, count: string) => `${String(Number(count) * 16)}px`)
        : `calc(${size} * var(--rem))`,
    );
}
