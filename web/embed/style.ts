// The element's style sheet: constructed, since the policies of strict pages forbid style elements; one for all elements of a page.

import frame from './frame.css?inline';
import base from '../page/style/base.css?inline';
import messages from '../page/style/messages.css?inline';
import parts from '../page/style/parts.css?inline';
import room from '../page/style/room.css?inline';

let made: CSSStyleSheet | null = null;

export function styleSheet(): CSSStyleSheet {
  if (made !== null) return made;
  made = new CSSStyleSheet();
  made.replaceSync([frame, base, parts, messages, room].join('\n'));
  return made;
}
