// Starts the admin page. It first moves the token out of the address bar.

import '../page/style/base.css';
import '../page/style/cards.css';
import '../page/style/fields.css';
import '../page/style/buttons.css';
import '../page/style/notices.css';
import '../page/style/sheet.css';
import './style/layout.css';
import './style/lists.css';
import './style/controls.css';
import './style/tabs.css';
import './style/try.css';
import './style/draft.css';
import './style/dialog.css';
import './style/changes.css';
import './style/entries.css';
import { render } from 'preact';
import { takeTokenFromAddress } from './token/admin-access.ts';
import { AdminPage } from './admin-page.tsx';

takeTokenFromAddress();
const root = document.getElementById('app');
if (root !== null) render(<AdminPage />, root);
