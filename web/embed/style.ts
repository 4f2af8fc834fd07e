// The element's style sheet: constructed, since the policies of strict pages forbid style elements;
// one for all elements of a page.

import frame from './frame.css?inline';
import base from '../page/style/base.css?inline';
import buttons from '../page/style/buttons.css?inline';
import cards from '../page/style/cards.css?inline';
import fields from '../page/style/fields.css?inline';
import language from '../page/style/language.css?inline';
import mark from '../page/style/mark.css?inline';
import messages from '../page/style/messages.css?inline';
import notices from '../page/style/notices.css?inline';
import options from '../page/style/options.css?inline';
import owner from '../page/style/owner.css?inline';
import receipt from '../page/style/receipt.css?inline';
import room from '../page/style/room.css?inline';
import share from '../page/style/share.css?inline';
import sheet from '../page/style/sheet.css?inline';
import switches from '../page/style/switch.css?inline';
import time from '../page/style/time.css?inline';

let made: CSSStyleSheet | null = null;

export function styleSheet(): CSSStyleSheet {
  if (made !== null) return made;
  made = new CSSStyleSheet();
  made.replaceSync(
    [
      frame,
      base,
      cards,
      fields,
      buttons,
      notices,
      sheet,
      mark,
      time,
      share,
      options,
      language,
      owner,
      receipt,
      messages,
      room,
      switches,
    ].join('\n'),
  );
  return made;
}
