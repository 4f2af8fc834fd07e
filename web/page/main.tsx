// Where the page starts. The token leaves the address bar before anything else happens.

import './style/base.css';
import './style/cards.css';
import './style/fields.css';
import './style/buttons.css';
import './style/notices.css';
import './style/sheet.css';
import './style/mark.css';
import './style/time.css';
import './style/share.css';
import './style/options.css';
import './style/language.css';
import './style/owner.css';
import './style/receipt.css';
import './style/messages.css';
import './style/room.css';
import './style/switch.css';
import { render } from 'preact';
import { App } from './app.tsx';
import { keepShell } from './shell.ts';
import { keepTold, startTexts } from './texts/texts.ts';
import { forgetEnded, keepTokenFromAddress } from './visits.ts';
import { followViewport } from './viewport.ts';

keepTokenFromAddress();
forgetEnded();
followViewport();
keepShell();
keepTold(document);
await startTexts();
const root = document.getElementById('app');
if (root !== null) render(<App />, root);
