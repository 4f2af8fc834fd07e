// The element's style sheet. It is constructed, because strict pages forbid style elements. All
// elements of a page share one.

import frame from './element.css?inline';
import base from '../page/style/base.css?inline';
import buttons from '../page/style/buttons.css?inline';
import cards from '../page/style/cards.css?inline';
import fields from '../page/style/fields.css?inline';
import language from '../page/style/language-picker.css?inline';
import logo from '../page/style/logo.css?inline';
import messages from '../page/style/room/message-list.css?inline';
import notices from '../page/style/notices.css?inline';
import options from '../page/style/room/room-options.css?inline';
import owner from '../page/style/room/owner-controls.css?inline';
import receipt from '../page/style/room/receipt.css?inline';
import roomLayout from '../page/style/room/room-layout.css?inline';
import composer from '../page/style/room/composer.css?inline';
import memberList from '../page/style/room/member-list.css?inline';
import roomSheets from '../page/style/room/room-sheets.css?inline';
import share from '../page/style/room/share-panel.css?inline';
import sheet from '../page/style/sheet.css?inline';
import switches from '../page/style/room/switch.css?inline';
import time from '../page/style/room/room-timer.css?inline';

let shared: CSSStyleSheet | null = null;

/** Returns the style sheet that all elements of a page share. */
export function getStyleSheet(): CSSStyleSheet {
  if (shared !== null) return shared;
  shared = new CSSStyleSheet();
  shared.replaceSync(
    [
      frame,
      base,
      cards,
      fields,
      buttons,
      notices,
      sheet,
      logo,
      time,
      share,
      options,
      language,
      owner,
      receipt,
      messages,
      roomLayout,
      composer,
      memberList,
      roomSheets,
      switches,
    ].join('\n'),
  );
  return shared;
}
