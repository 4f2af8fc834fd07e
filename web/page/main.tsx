// Starts the page. Before anything else, the token leaves the address bar if it can be stored.

import './style/base.css';
import './style/cards.css';
import './style/fields.css';
import './style/buttons.css';
import './style/notices.css';
import './style/sheet.css';
import './style/logo.css';
import './style/room/room-timer.css';
import './style/room/share-panel.css';
import './style/room/room-options.css';
import './style/language-picker.css';
import './style/room/owner-controls.css';
import './style/room/receipt.css';
import './style/room/message-list.css';
import './style/room/room-layout.css';
import './style/room/composer.css';
import './style/room/member-list.css';
import './style/room/room-sheets.css';
import './style/room/switch.css';
import { render } from 'preact';
import { App } from './app.tsx';
import { registerServiceWorker } from './register-service-worker.ts';
import { syncDocumentLanguage, loadInitialLanguage } from './texts/texts.ts';
import { pruneEndedVisits, takeTokenFromAddress } from './room/visit-store.ts';
import { fitVisualViewport } from './viewport.ts';

takeTokenFromAddress();
pruneEndedVisits();
fitVisualViewport();
registerServiceWorker();
syncDocumentLanguage(document);
await loadInitialLanguage();
const root = document.getElementById('app');
if (root !== null) render(<App />, root);
