// Adapts the page's style sheets to the element. Rules for the document apply to the element, and
// sizes of the window become sizes of the element's box. Runs when the element is built.

/** These cover the whole window, on the page and in the element. */
const overlay = /\.(sheet|projected|hint)\b/;

/** The page's own properties, and those by which the host page sets them. */
const hostProperties = {
  accent: '--ten-minute-chat-accent',
  'on-accent': '--ten-minute-chat-on-accent',
  round: '--ten-minute-chat-radius',
} as const;

export function adaptStyles(css: string): string {
  let adapted = css.replace(/\/\*[\s\S]*?\*\//g, '');
  for (const [own, offered] of Object.entries(hostProperties)) {
    const declaration = new RegExp(`(--${own}): ([^;]+);`, 'g');
    adapted = adapted.replace(declaration, `$1: var(${offered}, $2);`);
  }
  return scaleRems(convertToContainerSizes(applyThemeAttribute(adapted)));
}

/** The `theme` attribute chooses the scheme. Without it, or with `auto`, the device chooses. */
function applyThemeAttribute(css: string): string {
  return (
    css
      .replace(
        /@media \(prefers-color-scheme: dark\) \{\s*:root \{([^}]*)\}\s*\}/,
        (_all, dark: string) =>
          `:host([theme='light']) { color-scheme: light; }\n` +
          `:host([theme='dark']) { color-scheme: dark; ${dark} }\n` +
          `@media (prefers-color-scheme: dark) {` +
          ` :host(:not([theme='light'], [theme='dark'])) { ${dark} } }`,
      )
      // The host page sets one accent color; the deeper one is mixed from it.
      .replace(
        /--accent-deep: [^;]+;/g,
        '--accent-deep: color-mix(in srgb, var(--accent) 85%, var(--ink));',
      )
      .replaceAll(':root', ':host')
      .replace(/html,\s*body \{/, '.frame {')
  );
}

function convertToContainerSizes(css: string): string {
  return css
    .replace(
      /@media (\((?:min|max)-(?:width|height): [^)]*\)) \{((?:[^{}]*\{[^{}]*\})*[^{}]*)\}/g,
      (all, query: string, rules: string) =>
        overlay.test(rules) ? all : `@container ${query} {${rules}}`,
    )
    .replace(/([^{}]*)\{([^{}]*)\}/g, (all, selector: string, declarations: string) =>
      overlay.test(selector)
        ? all
        : `${selector}{${declarations.replace(/(\d)dvh/g, '$1cqh').replace(/(\d)vw/g, '$1cqw')}}`,
    );
}

/**
 * Replaces rems by multiples of `--rem`, since the host page may have changed what a rem is. Media
 * and container queries can't use properties: there a rem becomes 16px.
 */
function scaleRems(css: string): string {
  return css
    .replace(/font: 100%(\/[^;]+;)([^}]*\})/, '$2\n.frame { font: var(--rem)$1 }')
    .replace(/@(?:container|media)[^{]*\{|(-?[\d.]+)rem\b/g, (all, size: string | undefined) =>
      size === undefined
        ? all.replace(/([\d.]+)rem/g, (_rem, count: string) => `${String(Number(count) * 16)}px`)
        : `calc(${size} * var(--rem))`,
    );
}
