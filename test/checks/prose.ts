// Finds the prose of the repository: comments and test titles in code, Markdown, and the page's
// English texts.

import ts from 'typescript';

/** A run of prose, joined into one line per paragraph, and the line it starts at (from 1). */
export interface Prose {
  readonly text: string;
  readonly line: number;
}

const titleFunctions = new Set(['it', 'test', 'describe']);

/** Comments (adjacent `//` lines count as one) and test titles of a code file. */
export function proseInCode(file: string, source: string): readonly Prose[] {
  const kind = file.endsWith('x') ? ts.ScriptKind.TSX : ts.ScriptKind.TS;
  const tree = ts.createSourceFile(file, source, ts.ScriptTarget.Latest, true, kind);
  const lineAt = (position: number): number =>
    tree.getLineAndCharacterOfPosition(position).line + 1;
  const comments = new Map<number, Prose & { readonly end: number }>();
  const titles: Prose[] = [];

  const visit = (node: ts.Node): void => {
    for (const range of [
      ...(ts.getLeadingCommentRanges(source, node.getFullStart()) ?? []),
      ...(ts.getTrailingCommentRanges(source, node.getEnd()) ?? []),
    ]) {
      const text = plainComment(source.slice(range.pos, range.end));
      comments.set(range.pos, { text, line: lineAt(range.pos), end: lineAt(range.end) });
    }
    if (ts.isCallExpression(node)) titles.push(...titleOf(node, lineAt));
    ts.forEachChild(node, visit);
  };
  visit(tree);

  return [...joinAdjacent([...comments.values()].toSorted((a, b) => a.line - b.line)), ...titles];
}

/** The texts of a code file: its strings and the words between its tags, but no drawings. */
export function textsInCode(file: string, source: string): readonly Prose[] {
  const kind = file.endsWith('x') ? ts.ScriptKind.TSX : ts.ScriptKind.TS;
  const tree = ts.createSourceFile(file, source, ts.ScriptTarget.Latest, true, kind);
  const texts: Prose[] = [];
  const visit = (node: ts.Node): void => {
    if (
      ts.isStringLiteralLike(node) ||
      ts.isJsxText(node) ||
      ts.isTemplateHead(node) ||
      ts.isTemplateMiddle(node) ||
      ts.isTemplateTail(node)
    ) {
      const line = tree.getLineAndCharacterOfPosition(node.getStart()).line + 1;
      const isDrawing = /^[MA][\d.]/.test(node.text) && !/[a-z]{3}/i.test(node.text);
      if (!isDrawing) texts.push({ text: node.text, line });
    }
    ts.forEachChild(node, visit);
  };
  visit(tree);
  return texts;
}

function titleOf(call: ts.CallExpression, lineAt: (position: number) => number): readonly Prose[] {
  const [title] = call.arguments;
  const callee = call.expression.getText().split(/[.(]/, 1)[0] ?? '';
  if (title === undefined || !titleFunctions.has(callee)) return [];
  return ts.isStringLiteralLike(title)
    ? [{ text: title.text, line: lineAt(title.getStart()) }]
    : [];
}

const plainComment = (comment: string): string =>
  comment
    .replace(/^\/\*\*?|\*\/$/g, '')
    .replace(/^\s*(\/\/|\*)[ \t]?/gm, '')
    .replace(/```[^]*?```|`[^`\n]*`/g, '`code`')
    .trim();

function joinAdjacent(comments: readonly (Prose & { readonly end: number })[]): readonly Prose[] {
  const joined: (Prose & { readonly end: number })[] = [];
  for (const comment of comments) {
    const last = joined.at(-1);
    if (last !== undefined && last.end + 1 === comment.line) {
      joined[joined.length - 1] = {
        text: `${last.text}\n${comment.text}`,
        line: last.line,
        end: comment.end,
      };
    } else joined.push(comment);
  }
  return joined.flatMap(paragraphs);
}

/** Markdown without its code, one piece of prose per paragraph. */
export const proseInMarkdown = (source: string): readonly Prose[] =>
  paragraphs({
    text: source
      .replace(/^```[^]*?^```$/gm, (code) => code.replace(/[^\n]/g, ''))
      .replace(/`[^`\n]*`/g, '`code`'),
    line: 1,
  });

/** The messages of a Fluent file, without keys and comments. */
export const proseInFluent = (source: string): readonly Prose[] =>
  source.split('\n').flatMap((line, index) => {
    const text = /^\s*[-\w.]*\s*=\s*(.+)$/.exec(line)?.[1] ?? /^\s+([^[*}].+)$/.exec(line)?.[1];
    return text === undefined || line.startsWith('#') ? [] : [{ text, line: index + 1 }];
  });

function paragraphs({ text, line }: Prose): readonly Prose[] {
  const found: Prose[] = [];
  let start = line;
  for (const paragraph of text.split(/\n(?=\s*\n|\s*[-*|#] |\s*@\w)/)) {
    const joined = paragraph.replace(/\s*\n\s*/g, ' ').trim();
    if (joined !== '') found.push({ text: joined, line: start });
    start += paragraph.split('\n').length;
  }
  return found;
}
