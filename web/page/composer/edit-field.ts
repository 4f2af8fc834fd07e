// Edits a text field as typing does, so undo and redo keep working. Setting its value would break
// them: browsers then undo changes of a text that is gone, or forget all of them.

/** Replaces what differs from `text`. A field without the focus, as under a sheet, is only set. */
export function editField(field: HTMLTextAreaElement, text: string): void {
  const { value } = field;
  if (value === text) return;
  const shorter = Math.min(value.length, text.length);
  let start = 0;
  while (start < shorter && value[start] === text[start]) start += 1;
  let tail = 0;
  while (tail < shorter - start && value.at(-1 - tail) === text.at(-1 - tail)) tail += 1;

  const root = field.getRootNode() as Document | ShadowRoot;
  if (root.activeElement === field) {
    field.setSelectionRange(start, value.length - tail);
    const inserted = text.slice(start, text.length - tail);
    // eslint-disable-next-line @typescript-eslint/no-deprecated -- nothing else keeps the history
    document.execCommand(inserted === '' ? 'delete' : 'insertText', false, inserted);
  }
  if (field.value !== text) field.value = text;
}
