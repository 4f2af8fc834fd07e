// Where the administrators' page starts. The token leaves the address bar before anything else happens.

import '../page/style/base.css';
import '../page/style/parts.css';
import './style/admin.css';
import './style/entries.css';
import { render } from 'preact';
import { takeTokenFromAddress } from './access.ts';
import { Admin } from './admin.tsx';

takeTokenFromAddress();
const root = document.getElementById('app');
if (root !== null) render(<Admin />, root);
